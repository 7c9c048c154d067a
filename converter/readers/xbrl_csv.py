"""Reads xBRL-CSV under our taxonomy: metadata and its tables, from a folder or a package."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from juesuan.converter.readers.xbrl_json import report_of_objects
from juesuan.converter.xbrl.report import XbrlReport
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.xbrlnames import cell_id

_KIND = b"https://xbrl.org/2021/xbrl-csv"
_SPECIAL = {"#nil": None, "#empty": ""}
_NONE = "#none"

Opener = Callable[[str], bytes]
"""Returns the bytes of a table by the relative URL that the metadata states."""


def is_xbrl_csv(data: bytes) -> bool:
    """Return whether bytes are the metadata of an xBRL-CSV report."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _KIND in data[:65536]


def read_xbrl_csv(data: bytes, name: str, open_table: Opener) -> XbrlReport:
    """Return the facts of a report; UnreadableInputError in one line where it is broken.

    Tables are bound to templates of the same metadata file; an ``extends`` is not followed.
    """
    try:
        metadata = json.loads(data.decode("utf-8-sig"))
        facts = dict(_facts(metadata, open_table))
        _add_links(metadata, facts)
        return report_of_objects({"documentInfo": metadata["documentInfo"], "facts": facts})
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, csv.Error) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise UnreadableInputError(
            f"{name}：不是正确的 xBRL-CSV（{reason}）", f"{name}: not proper xBRL-CSV ({reason})"
        ) from None


def _facts(metadata: Mapping[str, Any], open_table: Opener) -> Iterator[tuple[str, dict[str, Any]]]:
    shared = metadata.get("dimensions", {})
    for table, bound in metadata["tables"].items():
        template = metadata["tableTemplates"][bound.get("template", table)]
        text = open_table(bound["url"]).decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = next(rows)
        for number, cells in enumerate(rows, 1):
            row = dict(zip(head, cells, strict=False))
            identifier = row.get(template.get("rowIdColumn", ""), str(number))
            for column, stated in template["columns"].items():
                if "dimensions" not in stated or not row.get(column):
                    continue
                dimensions = {**shared, **template.get("dimensions", {}), **stated["dimensions"]}
                decimals = stated.get(
                    "decimals", template.get("decimals", metadata.get("decimals"))
                )
                name = cell_id(table, identifier, column)
                yield name, _fact(row[column], dimensions, decimals, row)


def _fact(
    cell: str, dimensions: Mapping[str, Any], decimals: Any, row: Mapping[str, str]
) -> dict[str, Any]:
    found = {axis: _resolved(value, row) for axis, value in dimensions.items()}
    fact: dict[str, Any] = {
        "value": _plain(cell),
        "dimensions": {axis: value for axis, value in found.items() if value is not None},
    }
    precision = _resolved(decimals, row)
    if precision is not None:
        fact["decimals"] = int(precision)
    return fact


def _resolved(value: Any, row: Mapping[str, str]) -> Any:
    """Return a stated value, or what a ``$column`` refers to; None where there is none."""
    if isinstance(value, str) and value.startswith("$") and not value.startswith("$$"):
        cell = row.get(value[1:], "")
        return None if cell in ("", _NONE) else _plain(cell)
    return value


def _plain(cell: str) -> str | None:
    if cell in _SPECIAL:
        return _SPECIAL[cell]
    return cell[1:] if cell.startswith("##") else cell


def _add_links(metadata: Mapping[str, Any], facts: Mapping[str, dict[str, Any]]) -> None:
    for kind, groups in metadata.get("links", {}).items():
        for group, by_fact in groups.items():
            for name, notes in by_fact.items():
                if name in facts:
                    facts[name].setdefault("links", {}).setdefault(kind, {})[group] = notes
