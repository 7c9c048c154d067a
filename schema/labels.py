"""What rows and figures are called in Chinese and English."""

from __future__ import annotations

from juesuan.schema.filing import UNLABELLED, Row
from juesuan.schema.spec import UNLABELLED_LINE, Dictionary, FormSpec


def row_labels(spec: FormSpec, row: Row, dictionary: Dictionary) -> tuple[str, str]:
    """Return a row's Chinese name (as printed where the filing has it) and its English one."""
    line = UNLABELLED_LINE if row.line == UNLABELLED else spec.line_by_id[row.line]
    if row.code is None or spec.classification is None:
        return row.label or line.zh, line.en
    entry = dictionary.codes[spec.classification.axis].get(row.code)
    zh = row.label or (entry.name_zh if entry else row.code)
    return zh, (entry.name_en if entry and entry.name_en else row.code)


def fact_labels(spec: FormSpec, row: Row, column: str, dictionary: Dictionary) -> tuple[str, str]:
    """Return a figure's labels: its row's, and its column's where the row may have several."""
    zh, en = row_labels(spec, row, dictionary)
    line = UNLABELLED_LINE if row.line == UNLABELLED else spec.line_by_id[row.line]
    if len(spec.columns_of(line.side)) == 1:
        return zh, en
    head = spec.column_by_id[column]
    return f"{zh} / {head.zh}", f"{en} / {head.en}"
