"""Sets doubtful labels and codes right by the dictionary: a word nearly read is a word known.

Only what was read with doubt is touched, and only where one known word is clearly nearest; a
code only where the name beside it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache

from juesuan.converter.document import Cell, Grid
from juesuan.schema.codes import CodeList
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Recognition
from juesuan.schema.text import normalise, squeeze

_DOUBTFUL = Decimal("0.985")  # mean certainty of characters below which one may be wrong
_CONFIRMED = Decimal("0.990")  # of a code to which its name agrees
_NEAR = 0.74  # share of equal characters: one of four wrong
_CLEARLY = 0.05  # by how much the nearest word must be nearer than the next
_SHORTEST = 3
_NUMBERING = re.compile(r"(?:[一二三四五六七八九十]+[、.]|\d{1,2}[、.]|其中[:：])?")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")


def settle_words(grid: Grid) -> Grid:
    """Return the grid with doubtful labels and codes as the dictionary has them."""
    cells = {id(cell): cell for cell in grid.cells}
    for row in grid.rows():
        for cell in row:
            if cell.recognition and cell.recognition.confidence < _DOUBTFUL:
                cells[id(cell)] = replace(cell, text=_known_word(cell.text))
        for cell, name in _codes_with_names(row):
            cells[id(cell)] = _known_code(cell, cells[id(name)].text)
    return replace(grid, cells=tuple(cells[id(cell)] for cell in grid.cells))


def _known_word(text: str) -> str:
    """Return the known word that a text nearly is, or the text itself."""
    plain = squeeze(text)
    numbering = _NUMBERING.match(plain)
    prefix = numbering[0] if numbering else ""
    word = plain[len(prefix) :]
    if len(word) < _SHORTEST or any(c.isdigit() for c in word) or _is_known(word):
        return text
    best, best_share, next_share = word, 0.0, 0.0
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    for known in _vocabulary():
        if abs(len(known) - len(word)) > 1:
            continue
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() <= next_share or matcher.quick_ratio() <= next_share:
            continue
        share = matcher.ratio()
        if share > best_share:
            best, best_share, next_share = known, share, best_share
        elif share > next_share:
            next_share = share
    clear = best_share >= _NEAR and best_share - next_share >= _CLEARLY
    return prefix + best if clear else text


def _is_known(word: str) -> bool:
    """Return whether the dictionary knows a word as it stands: a name, a label, a head."""
    return word in _vocabulary() or any(p.fullmatch(normalise(word)) for p in _patterns())


@cache
def _patterns() -> frozenset[re.Pattern[str]]:
    dictionary = load_dictionary()
    words = dictionary.words
    patterns = {*words.generic, *(p for role in words.roles.values() for p in role)}
    for spec in dictionary.forms:
        patterns |= {p for line in spec.lines for p in line.labels}
        patterns |= {p for column in spec.columns for path in column.paths for p in path}
        patterns |= {head for side in spec.sides for head in side.heads}
    return frozenset(patterns)


@cache
def _vocabulary() -> frozenset[str]:
    """Return the names of codes, lines, columns and forms that the dictionary holds."""
    dictionary = load_dictionary()
    words = {name for codes in dictionary.codes.values() for name in _names(codes)}
    for spec in dictionary.forms:
        words |= {spec.zh, *(line.zh for line in spec.lines), *(c.zh for c in spec.columns)}
    return frozenset(squeeze(word) for word in words if len(word) >= _SHORTEST)


def _names(codes: CodeList) -> Iterator[str]:
    for entry in codes.entries.values():
        yield from entry.names


def _codes_with_names(row: Iterable[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Yield each cell of a row that holds a code, with the cell of its name to the right."""
    before: Cell | None = None
    for cell in row:
        if not cell.text.strip():
            continue
        if before is not None and not any(c.isdigit() for c in cell.text):
            yield before, cell
        is_code = cell.recognition is not None and _CODE.fullmatch(squeeze(cell.text))
        before = cell if is_code else None


def _known_code(cell: Cell, name: str) -> Cell:
    """Return the cell of a code with the reading to which its name agrees, if one does."""
    recognition = cell.recognition or Recognition(Decimal(0))
    text, name = squeeze(cell.text), squeeze(name)
    for codes in load_dictionary().codes.values():
        if codes.agrees(text, name):
            return replace(cell, recognition=_confirmed(recognition))
    if recognition.confidence >= _DOUBTFUL:
        return cell
    named = {
        code
        for codes in load_dictionary().codes.values()
        for code in codes.by_name(name, len(text))
        if code in recognition.others or _differ(code, text) == 1
    }
    if len(named) != 1:
        return cell
    return replace(cell, text=named.pop(), recognition=_confirmed(recognition))


def _confirmed(recognition: Recognition) -> Recognition:
    return replace(recognition, confidence=max(recognition.confidence, _CONFIRMED))


def _differ(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))
