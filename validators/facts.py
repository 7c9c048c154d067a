"""A filing's figures by form, line, code and column, for rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from juesuan.schema.filing import Fact, Filing, FilingForm, Row
from juesuan.schema.labels import fact_labels
from juesuan.schema.precision import common_decimals, true_decimals
from juesuan.schema.rulebook import ProfileSpec
from juesuan.schema.spec import Dictionary, FormSpec
from juesuan.validators.model import DeferredText, Operand

_Key = tuple[str, str]
_CLASS = 3  # digits of the code of a 类
_FEN = 2  # decimals of the smallest amount of yuan: nothing rounds to less


@dataclass(slots=True)
class FormFacts:
    """One form's figures. A row's key is its code, or the identifier of its line.

    ``finest`` is the length of the longest code that the form lists; ``blank`` the decimals to
    which its blanks are zero, None where they are so exactly. ``figures`` are those of the whole
    filing; every form adds its own.
    """

    spec: FormSpec
    form: FilingForm
    dictionary: Dictionary
    common_decimals: int | None = None
    figures: list[Operand] = field(default_factory=list)
    cells: dict[_Key, list[Operand]] = field(default_factory=dict)
    codes: dict[str, list[Row]] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    finest: int = 0
    blank: int | None = None
    _zeros: dict[_Key, Operand] = field(default_factory=dict)
    _heads: set[tuple[str | None, str]] = field(default_factory=set)
    _below: dict[str | None, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the rows, and the tree of their codes."""
        for row in self.form.rows:
            self.lines.add(row.line)
            if row.code is not None:
                self.codes.setdefault(row.code, []).append(row)
            key, side = row.code or row.line, self._side(row.line)
            for fact in row.facts:
                self.columns.add(fact.column)
                self._heads.add((side, fact.column))
                self.cells.setdefault((key, fact.column), []).append(self._operand(row, fact))
        for code in self.codes:
            parent = self.parent(code)
            unprinted = range(len(parent) + 1 if parent else _CLASS, len(code))
            for head in (parent, *(code[:n] for n in unprinted)):
                self._below.setdefault(head, []).append(code)
        self.finest = max(map(len, self.codes), default=0)
        self.blank = self._blank()

    def _blank(self) -> int | None:
        """Return the decimals of a zero left blank: those of the form, if it prints no zero."""
        facts = [fact for _, fact in self.form.facts()]
        if not facts or not all(fact.value for fact in facts):
            return None
        decimals = max(fact.decimals for fact in facts)
        if self.common_decimals is not None:
            decimals = min(decimals, self.common_decimals)
        return decimals if decimals < _FEN else None

    def _operand(self, row: Row, fact: Fact) -> Operand:
        operand = Operand(
            self.spec.id,
            row.code or row.line,
            fact.column,
            DeferredText(partial(fact_labels, self.spec, row, fact.column, self.dictionary)),
            fact.value,
            true_decimals(fact, self.common_decimals),
            fact.printed,
            fact.place,
            index=len(self.figures),
        )
        self.figures.append(operand)
        return operand

    def _side(self, row: str) -> str | None:
        line = self.spec.line_by_id.get(row) or self.spec.classification_line
        return line.side if line else None

    def at(self, row: str, column: str) -> list[Operand]:
        """Return the figures of a row in a column: none for an empty cell, two if printed twice."""
        return self.cells.get((row, column), [])

    def cell(self, row: str, column: str) -> list[Operand]:
        """Return the figures of a row in a column, a zero for an empty cell."""
        return self.cells.get((row, column)) or [self.zero(row, column)]

    def zero(self, row: str, column: str) -> Operand:
        """Return the zero that an empty cell or form stands for."""
        known = self._zeros.get((row, column))
        if known is None:
            known = self._zeros[row, column] = Operand(
                self.spec.id,
                row,
                column,
                DeferredText(partial(self._empty_label, row, column)),
                Decimal(0),
                index=len(self.figures),
                blank=self.blank if self._is_blank(row, column) else None,
            )
            self.figures.append(known)
        return known

    def blanks(self, row: str, column: str) -> list[Operand]:
        """Return the zero of an empty cell that need not be exact; nothing for other cells."""
        if self.blank is None or not self._is_blank(row, column) or self.at(row, column):
            return []
        return [self.zero(row, column)]

    def _is_blank(self, row: str, column: str) -> bool:
        """Return whether a cell without a figure is in a printed row and a printed column."""
        line = self.spec.classification_line
        named = row in self.lines and not (line and line.id == row)
        return (named or row in self.codes) and column in self.columns

    def _empty_label(self, row: str, column: str) -> tuple[str, str]:
        line = self.spec.line_by_id.get(row) or self.spec.classification_line
        if line is None or column not in self.spec.column_by_id:
            zh = en = f"{row} / {column}"
        else:
            printed = self.codes.get(row, [])
            code = row if row not in self.spec.line_by_id else None
            blank = printed[0] if printed else Row(line.id, code, None, ())
            zh, en = fact_labels(self.spec, blank, column, self.dictionary)
        return f"{zh}（空白）", f"{en} (empty)"

    def has_column(self, row: str, column: str) -> bool:
        """Return whether a column is printed on the side of the form where a row stands."""
        return (self._side(row), column) in self._heads

    def columns_at(self, row: str) -> list[str]:
        """Return the columns printed on the side of a row, in the form's order."""
        return [column.id for column in self.spec.columns if self.has_column(row, column.id)]

    def parent(self, code: str) -> str | None:
        """Return the nearest printed ancestor of a code."""
        lengths = range(len(code) - 1, _CLASS - 1, -1)
        return next((code[:n] for n in lengths if code[:n] in self.codes), None)

    def below(self, code: str | None) -> list[str]:
        """Return the codes printed next below a code, itself printed or not; None: the topmost."""
        return self._below.get(code, [])

    def top_codes(self, classes: Iterable[str] = ()) -> list[str]:
        """Return the codes without a printed ancestor, of some classes or of all."""
        wanted = tuple(classes)
        return [code for code in self.below(None) if not wanted or code[:_CLASS] in wanted]


@dataclass(slots=True)
class FilingFacts:
    """All forms' figures of a filing. ``figures`` numbers them, empty cells that count included.

    ``previous`` are last year's, where they were given.
    """

    filing: Filing
    dictionary: Dictionary
    figures: list[Operand] = field(default_factory=list)
    forms: dict[str, FormFacts] = field(default_factory=dict)
    previous: FilingFacts | None = None
    profile: ProfileSpec | None = None

    def __post_init__(self) -> None:
        """Index the forms."""
        decimals = common_decimals(fact for _, _, fact in self.filing.facts() if fact.unit == "CNY")
        for form in self.filing.forms:
            spec = self.dictionary.form(form.id)
            self.forms[form.id] = FormFacts(spec, form, self.dictionary, decimals, self.figures)

    def unit(self, form_id: str) -> str:
        """Return the Chinese name of the form's published unit."""
        form = self.filing.form(form_id)
        return (form and form.published_unit) or self.filing.published_unit or "元"

    def power(self, form_id: str) -> int:
        """Return the power of ten of the form's published unit (4 for 万元)."""
        return self.dictionary.words.units.get(self.unit(form_id), 0)
