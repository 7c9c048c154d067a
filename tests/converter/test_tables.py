"""CSV and JSON: the same facts for spreadsheets and for programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from juesuan.converter.writers.json import write_json
from juesuan.converter.writers.tables import COLUMNS, harmless, write_csv
from juesuan.schema.filing import Filing, Source
from tests.filings import code, filing, form, line


def records(source: Filing) -> list[dict[str, str]]:
    text = write_csv(source).decode("utf-8")
    assert text.splitlines()[0] == ",".join(COLUMNS)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_columns_are_the_agreed_ones() -> None:
    agreed = "form,line,concept,dimensions,label_zh,label_en,value,unit,decimals,printed,page,row"
    assert ",".join(COLUMNS) == f"{agreed},column,bbox"


def test_a_row_by_code_bears_its_code_and_names() -> None:
    [row] = records(
        filing(form("revenue", code("201", "一般公共服务支出", OtherRevenue="1,000.10")))
    )
    assert row["line"] == "201"
    assert row["label_zh"] == "一般公共服务支出 / 其他收入"
    assert row["label_en"] == "General public services / Other revenue"
    assert (row["value"], row["decimals"], row["printed"]) == ("10001000", "-2", "1,000.10")
    assert row["dimensions"] == "FunctionalClassification=201"
    assert row["page"] == row["bbox"] == ""


def test_a_code_that_is_in_no_list_stands_for_its_name() -> None:
    [row] = records(filing(form("revenue", code("999", None, OtherRevenue="1"))))
    assert (row["label_zh"], row["label_en"]) == ("999 / 其他收入", "999 / Other revenue")


def test_dimensions_are_sorted_and_joined() -> None:
    [row] = records(
        filing(
            form(
                "three-public-expenses",
                line("OfficialReceptionExpense", Actual="2.00"),
                title="一般公共预算财政拨款“三公”经费支出决算表",
            )
        )
    )
    assert row["dimensions"] == "FundingSource=GeneralPublicBudget;Scenario=actual"
    assert row["label_zh"] == "公务接待费 / 决算数"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+1", "--1", "\t=1", "\r=1", "＝1", "＠x", "＋A1"],
)
def test_text_is_never_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    label = code("201", text, OtherRevenue="1")
    [row] = records(filing(form("revenue", label)))
    assert row["label_zh"].startswith(f"'{text}")


@pytest.mark.parametrize(
    "text", ["", "-", "--", "－", "-1.00", "-1,234.50", "+3", "－12.5", "—", "0.00", "一、收入"]
)
def test_numbers_and_dashes_stay_as_printed(text: str) -> None:
    assert harmless(text) == text


def test_json_has_exact_amounts_as_texts() -> None:
    source = filing(
        form("revenue", code("201", "一般公共服务支出", OtherRevenue="0.10")),
        source=Source("决算.pdf", "0" * 64, "application/pdf"),
    )
    data = json.loads(write_json(source))
    assert data["header"]["source"]["name"] == "决算.pdf"
    [row] = data["forms"][0]["rows"]
    assert (row["line"], row["code"], row["label"]) == ("Function", "201", "一般公共服务支出")
    [fact] = row["facts"]
    assert (fact["value"], fact["decimals"], fact["unit"]) == ("1000", -2, "CNY")
    assert "决算.pdf".encode() in write_json(source)
