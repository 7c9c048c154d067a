"""Reads what stands over a table or in its first rows: whose title it bears; parts of a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from juesuan.converter.document import Cell, Document, Grid, Line
from juesuan.converter.numbers import looks_numeric
from juesuan.converter.recognise import titles
from juesuan.schema.spec import Dictionary, FormSpec
from juesuan.schema.text import normalise, squeeze

_LEAD = 6  # rows of a grid that may hold its title, number, unit and entity
_LIST = 3  # titles from which a grid is a list of forms (the contents page)


@dataclass(frozen=True, slots=True)
class Top:
    """The title over a table: of forms (several where one title is shared), or of another table."""

    specs: tuple[FormSpec, ...] = ()
    title: str | None = None
    other: str | None = None


def read_top(
    heads: Sequence[str], grid: Grid, dictionary: Dictionary, running: Collection[str] = ()
) -> Top:
    """Return the title that stands nearest above a grid or in its first rows.

    A title may be split over lines: 一般公共预算财政拨款 / 支出决算表. Of the lines that end at one
    place, as many are read as one title as make the longest title known. ``running`` are heads
    that stand on many pages and title no table.
    """
    inside = _nearest(list(lead_texts(grid, 2)), dictionary)
    if inside.specs:
        return inside
    above = _nearest([text for text in heads if normalise(text) not in running], dictionary)
    if above.specs:
        return above
    alone = _nearest(list(lead_texts(grid, 1)), dictionary)
    return Top(other=alone.other or above.other)


def running_heads(document: Document, dictionary: Dictionary) -> frozenset[str]:
    """Return the lines that look like titles and stand on several pages beside a form's title."""
    counts: Counter[str] = Counter()
    for page in document.pages:
        texts = {normalise(b.text): b.text for b in page.blocks if isinstance(b, Line)}
        texts = {plain: text for plain, text in texts.items() if "表" in plain}
        known = {plain for plain, text in texts.items() if titles.match_title(text, dictionary)}
        if known:
            counts.update(plain for plain in texts if plain not in known)
    return frozenset(plain for plain, count in counts.items() if count > 1)


def _nearest(lines: Sequence[str], dictionary: Dictionary) -> Top:
    other: str | None = None
    for end in range(len(lines), 0, -1):
        best: tuple[int, list[FormSpec], str] = 0, [], ""
        for start in range(end - 1, max(-1, end - 4), -1):
            piece = lines[start:end]
            if start < end - 1 and _is_apart(piece[0], dictionary):
                break
            length, specs = titles.titles_in("".join(piece), dictionary)
            if length > best[0]:
                best = length, specs, "".join(piece)
        if best[1]:
            # A title of another table that stands nearer to the table is the table's own.
            return Top(other=other) if other else Top(tuple(best[1]), squeeze(best[2]))
        if other is None and titles.is_other_title(lines[end - 1], dictionary.words):
            other = squeeze(lines[end - 1])
        elif "。" in lines[end - 1]:
            break
    return Top(other=other)


def _is_apart(text: str, dictionary: Dictionary) -> bool:
    """Return whether a line cannot be the beginning of a title that goes on below."""
    words = dictionary.words
    plain = normalise(text)
    return bool(
        "。" in plain
        or titles.is_page_number(text)
        or titles.published_unit(text, words)
        or titles.entity_name(text, words)
        or titles.is_form_number(text, words)
        or plain == words.lines["contents_heading"]
        or titles.match_title(text, dictionary)
        or titles.is_other_title(text, words)
    )


def lead_texts(grid: Grid, most: int = 4) -> Iterator[str]:
    """Yield the texts of a grid's first rows of at most so many texts, before any figure."""
    begun = 0
    for row in grid.rows():
        texts = [cell.text for cell in row if cell.text.strip()]
        if not texts:
            continue
        begun += 1
        texts = _joined(texts)
        if begun > _LEAD or len(texts) > most or any(_is_digits(text) for text in texts):
            return
        yield from texts


def _joined(texts: Sequence[str]) -> list[str]:
    """Join a cell that ends in a colon with the next one (编制单位： | 安和县民政局)."""
    joined: list[str] = []
    for text in texts:
        if joined and joined[-1].rstrip().endswith((":", "：")):
            joined[-1] += text
        else:
            joined.append(text)
    return joined


def _is_digits(text: str) -> bool:
    return looks_numeric(text) and "." in text


def is_contents(grid: Grid, dictionary: Dictionary) -> bool:
    """Return whether a grid lists the forms: several titles and no amounts."""
    if any(_is_digits(cell.text) for cell in grid.cells):
        return False
    listed = {
        spec.id
        for cell in grid.cells
        if len(cell.text) < 80 and (spec := titles.match_title(cell.text, dictionary))
    }
    return len(listed) >= _LIST


def parts(grid: Grid, dictionary: Dictionary) -> Iterator[Grid]:
    """Yield the forms that stand below each other in one grid (a sheet), each as a grid.

    A part keeps its rows' numbers: the rows of the other parts are empty in it.
    """
    starts = [0]
    filled, before = 0, None
    for number, row in enumerate(grid.rows()):
        texts = [cell.text for cell in row if cell.text.strip()]
        filled += len(texts) > 1
        spec = titles.match_title(texts[0], dictionary) if len(texts) == 1 else None
        if spec and filled > 1 and spec is not before:
            starts.append(number)
            filled = 0
        before = spec or before
    if len(starts) == 1:
        yield grid
        return
    for start, stop in zip(starts, [*starts[1:], grid.n_rows], strict=True):
        yield replace(grid, cells=tuple(_between(grid.cells, start, stop)))


def _between(cells: Sequence[Cell], start: int, stop: int) -> Iterator[Cell]:
    return (cell for cell in cells if start <= cell.row < stop)
