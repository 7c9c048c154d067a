"""The dictionary must not contradict itself: it is edited by hand."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.spec import FormSpec

DICTIONARY = load_dictionary()
FORMS = pytest.mark.parametrize("spec", DICTIONARY.forms, ids=lambda spec: spec.id)


def test_all_nine_forms_are_there_in_order() -> None:
    assert [spec.order for spec in DICTIONARY.standard_forms] == list(range(1, 10))
    orders = [spec.order for spec in DICTIONARY.forms]
    assert orders == sorted(set(orders))


@FORMS
def test_every_cell_of_a_form_has_a_concept(spec: FormSpec) -> None:
    for line in spec.lines:
        for column in spec.columns_of(line.side):
            assert spec.concept_of(line, column) in DICTIONARY.concepts


@FORMS
def test_every_dimension_is_declared(spec: FormSpec) -> None:
    declared = {(member.axis, member.member) for member in DICTIONARY.members}
    axes = {member.axis for member in DICTIONARY.members}
    for line in spec.lines:
        for column in spec.columns_of(line.side):
            for axis, member in spec.dimensions_of(line, column, None, spec.zh):
                codes = DICTIONARY.codes.get(axis)
                assert codes.get(member) if codes else (axis, member) in declared
    if spec.classification:
        assert spec.classification.axis in axes


@FORMS
def test_identities_name_lines_and_columns_that_exist(spec: FormSpec) -> None:
    names = {*spec.line_by_id, *spec.column_by_id}
    for identity in (*spec.line_sums, *spec.column_sums):
        for part in (identity.total, *identity.parts):
            for name in re.findall(r"(?<![:\w])[A-Za-z]\w*", part.replace("/", " ")):
                assert name in names, (identity.id, name)


@FORMS
def test_a_form_knows_its_own_title_and_labels(spec: FormSpec) -> None:
    from juesuan.converter.recognise.titles import match_title

    assert match_title(spec.zh, DICTIONARY) is spec
    for line in spec.lines:
        assert line.repeats or line.labels


def test_cross_rules_name_cells_that_exist() -> None:
    for rule in DICTIONARY.cross_rules:
        for form, row, column in re.findall(
            r"([a-z-]+):([\w{}]+)/(\w+)", f"{rule.left} {rule.right}"
        ):
            spec = DICTIONARY.form(form)
            assert column in spec.column_by_id, rule.id
            assert "{" in row or row.isdigit() or row in spec.line_by_id, rule.id


def test_rule_identifiers_are_unique() -> None:
    from juesuan.validators.engine import rule_set

    ids = [rule.id for rule in rule_set()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("axis", ["FunctionalClassification", "EconomicClassification"])
def test_code_lists_are_trees_with_sources(axis: str) -> None:
    codes = DICTIONARY.codes[axis].entries
    for code, entry in codes.items():
        assert len(code) == 3 or code[:-2] in codes, code
        assert entry.status in ("observed", "unconfirmed")
        assert entry.source
        assert entry.name_zh


def test_code_lists_are_sorted_and_without_duplicates() -> None:
    for name in ("functional-2024.csv", "economic-2024.csv"):
        text = (files("juesuan.schema") / "dictionary" / "codes" / name).read_text("utf-8")
        codes = [row["code"] for row in csv.DictReader(text.splitlines())]
        assert codes == sorted(set(codes))


def test_every_class_of_2024_is_listed() -> None:
    classes = {
        code for code in DICTIONARY.codes["FunctionalClassification"].entries if len(code) == 3
    }
    assert {"201", "208", "212", "223", "234"} <= classes
    assert len(classes) >= 26
