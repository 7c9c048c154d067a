"""Tells what each row of a table is: a code, a line of the form, or a row without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from juesuan.converter.recognise.columns import column_named, line_named
from juesuan.converter.recognise.header import CODE, ColumnHead, Header
from juesuan.converter.recognise.table import Slot, Table
from juesuan.converter.recognise.wording import bare_label
from juesuan.schema.codes import CodeList
from juesuan.schema.spec import Column, Dictionary, FormSpec, Line, Words
from juesuan.schema.text import squeeze

_CODE_THEN_NAME = re.compile(r"\(?(\d{7}|\d{5}|\d{3})(?!\d)\)?[-:、.]*(.+)")
_NAME_THEN_CODE = re.compile(r"(.+?)\((\d{7}|\d{5}|\d{3})\)")
_NAME_AFTER = re.compile(r"^[\[(（【]?\d+[\])）】]?[-—:：、.．]*")
_HEADER_RESIDUE = re.compile(r"类|款|项|类款项?|栏次")


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring columns that share a label: text columns, then their amount columns."""

    texts: tuple[ColumnHead, ...]
    others: tuple[ColumnHead, ...]

    @property
    def side(self) -> str | None:
        """The side of the form on which the group stands."""
        heads = self.texts or self.others
        return heads[0].side

    @property
    def start(self) -> int:
        """The first lattice column."""
        return (self.texts or self.others)[0].start

    @property
    def stop(self) -> int:
        """The lattice column after the last."""
        return (self.others or self.texts)[-1].stop


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row is: the form's line, its code, and its name as printed.

    ``column`` is the column that the row's label names, where the lines stand in the header.
    """

    line: Line | None
    code: str | None
    label: str | None
    column: Column | None = None


@dataclass(slots=True)
class RowReader:
    """Reads the labels of one group of columns from top to bottom.

    It remembers the lines seen, since some labels mean something else under another line
    (一般公共预算财政拨款 under 年初财政拨款结转和结余).
    """

    spec: FormSpec
    group: Group
    codes: CodeList | None
    words: Words
    seen: set[str] = field(default_factory=set)
    last: str = ""

    def key(self, slots: Sequence[Slot]) -> RowKey:
        """Return the key of the row whose label cells are given."""
        texts = [squeeze(slot.text) for slot in slots if slot.words]
        texts = [text for text in texts if not _HEADER_RESIDUE.fullmatch(text)]
        code, names = self._code([slot for slot in slots if slot.words])
        if code is not None:
            self.last = code
            named = [text for text in texts if not text.isdigit()]
            label = names or "".join(named) or None
            return RowKey(self.spec.classification_line, code, label)
        if not texts:
            return RowKey(None, None, None)
        label = "".join(texts)
        if any(head.line for head in self.group.others):
            return RowKey(None, None, label, column_named(bare_label(label, self.words), self.spec))
        line = self.line(label)
        if line is not None:
            self.seen.add(line.id)
            return RowKey(line, None, label)
        if key := self._by_name(label):
            self.last = key.code or self.last
            return key
        return RowKey(self.spec.named_line, None, label)

    def line(self, label: str) -> Line | None:
        """Return the line of the form that bears a label, or None."""
        plain = bare_label(label, self.words)
        side = next((side for side in self.spec.sides if side.id == self.group.side), None)
        lines = list(self.spec.lines_of(self.group.side))
        if side and side.also:
            lines += [ln for ln in self.spec.lines_of(side.also) if not ln.repeats]
        fitting = [ln for ln in lines if any(p.fullmatch(plain) for p in ln.labels)]
        under = [line for line in fitting if line.under in self.seen and line.id not in self.seen]
        free = [line for line in fitting if line.under is None]
        return next(iter([*under, *free]), None)

    def _code(self, slots: Sequence[Slot]) -> tuple[str | None, str | None]:
        """Return the classification code of a row and, where they share a cell, its name.

        The digits may stand in one cell, in pieces (201 | 03 | 01), one level a column
        (201 | 20103 | 2010301), or as the last piece only, under the code of the row above.
        """
        if self.codes is None or self.spec.classification is None:
            return None, None
        digits = [slot for slot in slots if slot.words.isdigit()]
        pieces = [slot.words for slot in digits]
        joined = "".join(pieces)
        if self._is_code(joined):
            return joined, None
        if pieces and self._is_code(pieces[-1]) and all(map(pieces[-1].startswith, pieces)):
            return pieces[-1], None
        if len(joined) in (2, 4) and (parent := self._parent(digits[0])):
            return (parent + joined, None) if self._is_code(parent + joined) else (None, None)
        if len(joined) in (2, 4) and (code := self._indented(joined, slots)):
            return code, None
        for slot in slots:
            match = _CODE_THEN_NAME.fullmatch(slot.words)
            if match and self._is_code(match[1]):
                return match[1], _NAME_AFTER.sub("", squeeze(slot.text))
            match = _NAME_THEN_CODE.fullmatch(slot.words)
            if match and self._is_code(match[2]):
                return match[2], match[1]
        return None, None

    def _parent(self, slot: Slot) -> str | None:
        """Return the code above a piece that stands in the column of 款 or 项."""
        codes = [head for head in self.group.texts if head.role == "code"]
        level = next((i for i, h in enumerate(codes) if h.start <= slot.start < h.stop), 0)
        return self.last[: 1 + 2 * level] if level and len(self.last) > 2 * level else None

    def _indented(self, piece: str, slots: Sequence[Slot]) -> str | None:
        """Return the code of a last piece that stands in the one column of codes, by its name."""
        name = "".join(squeeze(slot.text) for slot in slots if not slot.words.isdigit())
        codes = {self.last[:length] + piece for length in (3, 5) if len(self.last) >= length}
        fitting = [
            c for c in codes if self._is_code(c) and self.codes and self.codes.agrees(c, name)
        ]
        if len(fitting) != 1:
            self.last = self.last[:3]  # what follows may stand under this row, not the one before
            return None
        return fitting[0]

    def _is_code(self, text: str) -> bool:
        kind = self.spec.classification
        if kind is None or len(text) not in kind.levels:
            return False
        return bool(CODE.fullmatch(text) and kind.first.match(text))

    def _by_name(self, label: str) -> RowKey | None:
        """Return the key of a category printed by its name alone (一、一般公共服务支出)."""
        classification = self.spec.classification
        line = self.spec.classification_line
        if self.codes is None or classification is None or line is None:
            return None
        if line.side is not None and line.side != self.group.side:
            return None
        name = bare_label(label, self.words)
        codes = self.codes.by_name(name, 3 if classification.by_name else None)
        code = self._nearest(codes)
        return RowKey(line, code, label) if code else None

    def _nearest(self, codes: Sequence[str]) -> str | None:
        """Return the code that follows the row above, of the codes that bear one name.

        行政运行 stands under every group: a child of the row above is meant, else a sibling of it
        or of one of its parents. Without such a code, only a name that is one code's is known.
        """
        for length in range(len(self.last), 0, -2):
            below = [c for c in codes if len(c) == length + 2 and c.startswith(self.last[:length])]
            if len(below) == 1:
                return below[0]
        classes = [code for code in codes if len(code) == 3]
        if len(codes) > 1 and len(classes) == 1 and not self.last:
            return classes[0]
        return codes[0] if len(codes) == 1 else None


def groups(header: Header) -> list[Group]:
    """Split the columns of a table into groups; a text column after an amount begins another."""
    result: list[Group] = []
    texts: list[ColumnHead] = []
    others: list[ColumnHead] = []
    for head in header.heads:
        if head.textual and others:
            result.append(Group(tuple(texts), tuple(others)))
            texts, others = [], []
        (texts if head.textual else others).append(head)
    if texts or others:
        result.append(Group(tuple(texts), tuple(others)))
    return result


def names_several_rows(table: Table, header: Header, readers: Sequence[RowReader]) -> bool:
    """Return whether a form whose lines stand in its header has rows of several names.

    A 三公 statement of a whole county has a row for each unit: none of them is the form's own.
    """
    return any(
        sum(
            _is_one_of_several(row, replace(reader, seen=set()))
            for row in table.rows[header.body :]
        )
        > 1
        for reader in readers
        if any(head.line for head in reader.group.others)
    )


def _is_one_of_several(row: Sequence[Slot], reader: RowReader) -> bool:
    if not any(slot.words for slot in in_columns(row, reader.group.others)):
        return False
    return names_one_of_several(reader, reader.key(list(in_columns(row, reader.group.texts))))


def names_one_of_several(reader: RowReader, key: RowKey) -> bool:
    """Return whether a row bears a name that is neither a column's nor that of the total."""
    if key.label is None or key.column is not None:
        return False
    return line_named(bare_label(key.label, reader.words), reader.spec) is None


def code_list(spec: FormSpec, dictionary: Dictionary) -> CodeList | None:
    """Return the code list of a form's rows, or None where its rows have no codes."""
    return dictionary.codes[spec.classification.axis] if spec.classification else None


def in_columns(row: Sequence[Slot], heads: Sequence[ColumnHead]) -> Iterator[Slot]:
    """Yield the cells of a row that begin in one of some columns."""
    for slot in row:
        if any(head.start <= slot.start < head.stop for head in heads):
            yield slot


def join_split_rows(table: Table, header: Header, readers: Sequence[RowReader]) -> None:
    """Mend rows that a page break splits: the rest of a name goes back to the row it belongs to.

    A first row of a page whose cells hold no figure, and whose words make a known name only
    together with those of the row above, is the rest of that row (and the other way round).
    """
    number = header.body + 1
    while table.geometric and number < len(table.rows):
        row, above = table.rows[number], table.rows[number - 1]
        if row and above and row[0].cell.page != above[0].cell.page:
            joined = _joined(above, row, readers)
            if joined is not None:
                table.rows[number - 1] = joined
                del table.rows[number]
                continue
        number += 1


def _joined(
    above: Sequence[Slot], row: Sequence[Slot], readers: Sequence[RowReader]
) -> list[Slot] | None:
    if any(_both_filled(above, row, head) for r in readers for head in r.group.others):
        return None
    if not any(_is_one(above, row, reader) for reader in readers):
        return None
    joined = []
    for slot in above:
        rest = next((s for s in row if s.start == slot.start and s.words), None)
        if rest is None:
            joined.append(slot)
        elif slot.words:
            cell = replace(slot.cell, text=f"{slot.cell.text}\n{rest.cell.text}")
            joined.append(replace(slot, cell=cell))
        else:
            joined.append(replace(rest, row=slot.row))
    return joined


def _both_filled(above: Sequence[Slot], row: Sequence[Slot], head: ColumnHead) -> bool:
    return all(any(slot.words for slot in in_columns(r, [head])) for r in (above, row))


def _is_one(above: Sequence[Slot], row: Sequence[Slot], reader: RowReader) -> bool:
    """Return whether two rows' names make a known name only when they are read as one."""
    upper = "".join(squeeze(s.text) for s in in_columns(above, reader.group.texts))
    lower = "".join(squeeze(s.text) for s in in_columns(row, reader.group.texts))
    if not upper or not lower:
        return False
    known = [_known(text, reader) for text in (upper, lower, upper + lower)]
    if known[2]:
        return not (known[0] and known[1])
    return bool(reader.codes and upper[0].isdigit() and not known[1] and not lower[0].isdigit())


def _known(text: str, reader: RowReader) -> bool:
    if reader.line(text) is not None:
        return True
    if reader.codes is None:
        return False
    digits = re.match(r"\d*", text)
    code, name = (digits[0], text[digits.end() :]) if digits else ("", text)
    return bool(reader.codes.agrees(code, name) if code else reader.codes.by_name(name))
