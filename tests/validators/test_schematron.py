"""Schematron engines of others agree with our rules, finding by finding."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from juesuan.converter.convert import convert_file
from juesuan.converter.readers.native_xml import read_native_xml
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.dictionary import load_dictionary
from juesuan.validators.engine import rule_set
from juesuan.validators.identities import Linear
from juesuan.validators.rules.written import written_rules
from juesuan.validators.structure import check_structure
from tests.filings import filing, sound_filing
from tests.schematron import (
    SCHEMATRON,
    asserted_rules,
    failures_by_iso,
    failures_by_rules,
    failures_by_saxon,
)
from tests.validators.examples import EXAMPLES, Example
from tests.validators.more_examples import MORE_EXAMPLES
from tests.xml_mutations import mutated

SAMPLES = Path(__file__).parents[2] / "samples"
SOURCES = (*range(1, 4), *sorted(path.name for path in SAMPLES.iterdir()))
# Identities with last year's filing need two documents; those written in Python are not data.
IDENTITIES = {
    rule.id
    for rule in rule_set()
    if isinstance(rule.check, Linear) and not rule.previous and rule not in written_rules()
}
ALL = EXAMPLES | MORE_EXAMPLES
EXAMPLES_OF_SUMS = {key: value for key, value in ALL.items() if key in IDENTITIES}


@cache
def xml(source: int | str) -> bytes:
    """A sound filing: one made of a seed, or a converted sample."""
    made = sound_filing(source) if isinstance(source, int) else convert_file(SAMPLES / source)
    return write_xml(made)


def parsed(data: bytes) -> etree._ElementTree:
    return etree.ElementTree(etree.fromstring(data))


def test_every_identity_is_stated() -> None:
    assert asserted_rules() - {"S-ROOT"} == IDENTITIES


@pytest.mark.parametrize("source", SOURCES)
def test_sound_filings_pass(source: int | str) -> None:
    tree = parsed(xml(source))
    assert failures_by_iso(tree) == []
    assert failures_by_saxon(tree) == []


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES_OF_SUMS.items(), ids=EXAMPLES_OF_SUMS)
def test_the_unsound_example_of_every_identity_is_caught(rule_id: str, example: Example) -> None:
    made = filing(*example.build(example.bad))
    tree = parsed(write_xml(made))
    found = failures_by_saxon(tree)
    assert rule_id in {rule for rule, _ in found}
    assert found == failures_by_rules(made, tree)


@pytest.mark.parametrize("seed", range(180))
def test_xpath_3_agrees_on_a_changed_filing(seed: int) -> None:
    tree = mutated(xml(SOURCES[seed % len(SOURCES)]), seed)
    assert check_structure(tree) == ()
    assert failures_by_saxon(tree) == failures_by_rules(read_native_xml(tree, "changed"), tree)


@pytest.mark.parametrize("seed", range(1000, 1030))
def test_xpath_1_agrees_on_a_changed_filing(seed: int) -> None:
    tree = mutated(xml(SOURCES[seed % len(SOURCES)]), seed)
    assert failures_by_iso(tree) == failures_by_rules(read_native_xml(tree, "changed"), tree)


def test_a_collection_does_not_pass_unchecked() -> None:
    tree = parsed(b'<FinalAccountsCollection xmlns="urn:juesuan:final-accounts:1"/>')
    assert [rule for rule, _ in failures_by_iso(tree)] == ["S-ROOT"]
    assert [rule for rule, _ in failures_by_saxon(tree)] == ["S-ROOT"]


def test_messages_are_in_both_languages_and_name_the_rule() -> None:
    schema = etree.parse(SCHEMATRON)
    diagnostics = {element.get("id"): element for element in schema.iter("{*}diagnostic")}
    cross = {raw.id: raw for raw in load_dictionary().cross_rules}
    for element in schema.iter("{*}assert"):
        english = diagnostics[element.get("diagnostics")]
        rule_id = element.get("id").partition(".")[0]
        assert element.text.startswith(f"[{rule_id}] ")
        assert english.text.startswith(f"[{rule_id}] ")
        if rule_id in cross:
            assert cross[rule_id].zh in element.text
            assert cross[rule_id].en in english.text
            assert element.get("role") == cross[rule_id].severity
