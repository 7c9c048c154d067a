"""The same accounts in any format give the same facts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from shutil import which
from subprocess import run

import pytest

from juesuan.converter.convert import convert_file
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing, plain_decimal
from tests.accounts import Key, make_accounts
from tests.formats import ACCOUNTING, ENTITY, WRITERS, YEAR, word, xlsx
from tests.forms import Style, Table, nine_forms
from tests.xlsb import xlsb

STYLES = {
    "zeros": Style(),
    "three code columns, matrix, dashes": Style(
        codes="three", three_public="matrix", zero="—", unit="元", thousands=True
    ),
    "joined codes, blanks, three groups": Style(
        codes="joined",
        zero="",
        economic_groups=3,
        three_public="matrix-by-item",
        numbering=(1, 2, 3, 4, 5, 6, 9, 7, 8),
    ),
    "pieces, column numbers": Style(codes="pieces", column_numbers=True, budget_columns=True),
}


def expected(tables: list[Table], style: Style) -> dict[Key, Decimal]:
    power = load_dictionary().words.units[style.unit]
    values = {}
    for table in tables:
        for (row, column), key in table.keys.items():
            text = table.body[row][column].replace(",", "")
            number = Decimal(text) if any(map(str.isdigit, text)) else Decimal(0)
            values[key] = Decimal(plain_decimal(number.scaleb(power)))
    return values


def figures(filing: Filing) -> dict[Key, Decimal]:
    return {
        (form.id, row.code or row.line, fact.column): fact.value
        for form, row, fact in filing.facts()
    }


# Every style in every format; ways to write one format in one style only, to save time.
CASES = [
    (name, style)
    for name in [*WRITERS, "xlsb"]
    for style in STYLES
    if " " not in name or style.startswith("three")
]


@pytest.mark.parametrize(("name", "style"), CASES)
def test_the_same_facts_from_any_format(name: str, style: str, tmp_path: Path) -> None:
    how = STYLES[style]
    tables = nine_forms(make_accounts(11), how)
    path = tmp_path / f"{YEAR}年度决算"
    path.write_bytes({**WRITERS, "xlsb": xlsb}[name](tables, how))

    filing = convert_file(path)

    assert figures(filing) == expected(tables, how)
    decimals = {fact.decimals for _, _, fact in filing.facts() if fact.value}
    assert decimals == {2 - load_dictionary().words.units[how.unit]}
    assert [leftover for form in filing.forms for leftover in form.unmapped] == []
    assert (filing.entity.name, filing.fiscal_year) == (ENTITY, YEAR)
    assert {form.published_unit for form in filing.forms} == {how.unit}
    assert all(form.notes for form in filing.forms)


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("target", ["xls", "ods", "html", "html of a text"])
def test_the_same_facts_from_what_libreoffice_writes(target: str, tmp_path: Path) -> None:
    how = Style(codes="three")
    tables = nine_forms(make_accounts(11), how)
    of_text = target.endswith("text")
    source = tmp_path / ("forms.docx" if of_text else "forms.xlsx")
    source.write_bytes(
        word(tables, how) if of_text else xlsx(tables, how, number_format=ACCOUNTING)
    )
    extension = target.split()[0]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to = ["--convert-to", extension, "--outdir", str(tmp_path)]
    run(
        ["soffice", profile, "--headless", *to, str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    filing = convert_file(tmp_path / f"forms.{extension}")
    assert figures(filing) == expected(tables, how)
    assert not [leftover for form in filing.forms for leftover in form.unmapped]
