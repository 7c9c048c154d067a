"""Lays the forms out as on paper: one section a form, both sides of a form side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import cast

from lxml import etree

from juesuan.converter.writers.inline.markup import (
    INLINE_NAMESPACES,
    XHTML,
    Tagger,
    bilingual,
    html,
    serialise,
)
from juesuan.converter.writers.inline.style import STYLE
from juesuan.converter.writers.xbrl import XML_LANG
from juesuan.converter.xbrl.report import FILING_TABLE, FORMS_TABLE, NOTE, THIS_ROW, report_of
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing, FilingForm, Row
from juesuan.schema.labels import row_labels
from juesuan.schema.spec import Column, Dictionary, FormSpec
from juesuan.schema.xbrlnames import cell_id, fact_id, numbered_rows

_Numbered = tuple[int, Row]


def write_ixbrl(filing: Filing) -> bytes:
    """Return the filing as Inline XBRL 1.1: XHTML that opens in a browser by itself."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap=cast(dict[str, str], INLINE_NAMESPACES))
    root.set(XML_LANG, "zh")
    head = html(root, "head")
    html(head, "meta", **{"http-equiv": "Content-Type", "content": "text/html; charset=UTF-8"})
    html(head, "title", f"{filing.entity.name} {filing.fiscal_year} 年度决算")
    html(head, "style", STYLE, type="text/css")
    body = html(root, "body")
    tagger = Tagger(report_of(filing))
    hidden = tagger.write_header(html(body, "div", style="display:none"))
    page = _page(body)
    _cover(page, filing, tagger)
    for form in filing.forms:
        _form(page, form, tagger, load_dictionary())
    tagger.hide_rest(hidden)
    return serialise(root)


def _page(body: etree._Element) -> etree._Element:
    """Add the switch of languages, which needs no script, and the page that it governs."""
    page = html(body, "div", class_="page")
    for lang in ("zh", "en"):
        checked = {"checked": "checked"} if lang == "zh" else {}
        html(
            page, "input", type="radio", name="lang", id=f"lang-{lang}", class_="switch", **checked
        )
    labels = html(page, "p", class_="languages")
    for lang, name in (("zh", "中文"), ("en", "English")):
        label = html(labels, "label", name)
        label.set("for", f"lang-{lang}")
    return html(page, "div", class_="content")


def _cover(page: etree._Element, filing: Filing, tagger: Tagger) -> None:
    title = html(page, "h1")
    tagger.text(title, cell_id(FILING_TABLE, THIS_ROW, "EntityName"))
    year = filing.fiscal_year
    bilingual(page, "p", f"{year} 年度决算", f"Final accounts, fiscal year {year}", class_="year")
    facts = html(page, "dl", class_="cover")
    for name, zh, en in (
        ("EntityCode", "统一社会信用代码", "Unified social credit code"),
        ("EntityRegion", "地区", "Region"),
        ("PublishedUnit", "金额单位", "Published unit"),
        ("SourceName", "来源文件", "Source file"),
    ):
        if tagger.fact(cell_id(FILING_TABLE, THIS_ROW, name)):
            bilingual(facts, "dt", zh, en)
            tagger.text(html(facts, "dd"), cell_id(FILING_TABLE, THIS_ROW, name))


def _form(page: etree._Element, form: FilingForm, tagger: Tagger, dictionary: Dictionary) -> None:
    spec = dictionary.form(form.id)
    section = html(page, "div", class_="form")
    title = html(section, "h2")
    shown = html(title, "span", class_="l zh")
    tagger.text(shown, cell_id(FORMS_TABLE, form.id, "FormTitle"))
    if not len(shown):
        shown.text = spec.zh
    html(title, "span", spec.en, class_="l en")
    line = html(section, "p", class_="unit")
    tagger.text(html(line, "span", class_="number"), cell_id(FORMS_TABLE, form.id, "FormNumber"))
    unit = html(line, "span", class_="of")
    if form.published_unit:
        bilingual(unit, "span", "单位：", "Unit: ")
        tagger.text(unit, cell_id(FORMS_TABLE, form.id, "FormUnit"))
    if form.rows:
        power = dictionary.words.units.get(form.published_unit or "元", 0)
        _table(section, form, spec, tagger, power, dictionary)
    else:
        bilingual(section, "p", "本表无数据。", "Published without figures.", class_="empty")
    notes = html(section, "div", class_="notes")
    title_id = cell_id(FORMS_TABLE, form.id, "FormTitle")
    for note in tagger.report.footnotes():
        if note.kind == NOTE and note.fact == title_id:
            tagger.note(html(notes, "p"), note)
    if not len(notes):
        section.remove(notes)


def _table(
    section: etree._Element,
    form: FilingForm,
    spec: FormSpec,
    tagger: Tagger,
    power: int,
    dictionary: Dictionary,
) -> None:
    sides: list[str | None] = [side.id for side in spec.sides] or [None]
    columns = {side: _printed_columns(form, spec, side) for side in sides}
    rows = {side: [r for r in numbered_rows(form) if _side(spec, r[1]) == side] for side in sides}
    rows[sides[0]] += [r for r in numbered_rows(form) if _side(spec, r[1]) not in sides]
    sides = [side for side in sides if rows[side]]
    coded = any(row.code for row in form.rows) and not spec.sides
    table = html(section, "table")
    head = html(html(table, "thead"), "tr")
    for side in sides:
        if coded:
            bilingual(head, "th", "科目编码", "Code")
        bilingual(head, "th", "项目", "Item")
        for column in columns[side]:
            bilingual(head, "th", column.zh, column.en)
    body = html(table, "tbody")
    for across in zip_longest(*(rows[side] for side in sides)):
        line = html(body, "tr")
        for side, numbered in zip(sides, across, strict=True):
            _cells(line, form, spec, columns[side], numbered, tagger, power, dictionary, coded)


def _printed_columns(form: FilingForm, spec: FormSpec, side: str | None) -> list[Column]:
    printed = {
        fact.column for row in form.rows if _side(spec, row) in (side, None) for fact in row.facts
    }
    return [column for column in spec.columns_of(side) if column.id in printed]


def _side(spec: FormSpec, row: Row) -> str | None:
    line = spec.line_by_id.get(row.line)
    return line.side if line else None


def _cells(
    line: etree._Element,
    form: FilingForm,
    spec: FormSpec,
    columns: Sequence[Column],
    numbered: _Numbered | None,
    tagger: Tagger,
    power: int,
    dictionary: Dictionary,
    coded: bool,
) -> None:
    if numbered is None:
        for _ in range(len(columns) + 1 + coded):
            html(line, "td")
        return
    number, row = numbered
    if coded:
        html(line, "td", row.code or "", class_="code")
    zh, en = row_labels(spec, row, dictionary)
    if en == row.code:  # the list has no English name yet
        en = zh
    bilingual(line, "td", zh, en, class_="label")
    for column in columns:
        cell = html(line, "td", class_="amount")
        fact = row.fact(column.id)
        if fact is not None:
            own = power if fact.unit == form_currency(fact.unit) else 0
            identifier = fact_id(spec, number, row.line, column.id)
            tagger.figure(cell, identifier, fact.printed, own)


def form_currency(unit: str) -> str | None:
    """Return the unit where it is money, which alone is printed in 万元 and the like."""
    return None if unit == "pure" else unit
