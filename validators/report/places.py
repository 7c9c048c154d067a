"""Where a finding stands: as a path in native XML, and as a name that needs no XML."""

from __future__ import annotations

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing, FilingForm, Row
from juesuan.schema.xmlnames import ROOT
from juesuan.validators.model import Operand

PREFIX = "fa"
"""The prefix that paths use for the namespace of native XML."""

_FORMS = f"/{PREFIX}:{ROOT}[1]/{PREFIX}:Forms[1]"


def qualified_name(operand: Operand) -> str:
    """Return the name of a cell or row: form, line or code, and column, joined by slashes."""
    return "/".join(filter(None, (operand.form, operand.line, operand.column)))


def xml_path(operand: Operand | None, filing: Filing | None) -> str:
    """Return the XPath of a figure in the filing's native XML, with the prefix ``fa``.

    An empty cell is named by its row, a row that is not printed by its form, what belongs to no
    form by the root.
    """
    form = filing.form(operand.form) if filing and operand else None
    if operand is None or form is None:
        return _FORMS if filing else "/"
    path = f"{_FORMS}/{PREFIX}:{load_dictionary().form(form.id).element}[1]"
    row = _row(form, operand)
    if row is None:
        return path
    alike = [other for other in form.rows if other.line == row.line]
    number = next(n for n, other in enumerate(alike, 1) if other is row)
    path = f"{path}/{PREFIX}:{row.line}[{number}]"
    return path if row.fact(operand.column) is None else f"{path}/{PREFIX}:{operand.column}[1]"


def _row(form: FilingForm, operand: Operand) -> Row | None:
    """Return the row of a figure; of rows that bear one code, the one that holds its value."""
    rows = [row for row in form.rows if (row.code or row.line) == operand.line]
    holding = (row for row in rows if _holds(row, operand))
    return next(holding, rows[0] if rows else None)


def _holds(row: Row, operand: Operand) -> bool:
    fact = row.fact(operand.column)
    return fact is not None and (fact.value, fact.place) == (operand.value, operand.place)
