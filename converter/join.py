"""Joins documents that were given together into one, and tells afterwards where each figure is.

Within the joined document every page has a number of its own; ``JoinedDocument.located`` turns
these back into the file and the page in that file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from juesuan.converter.document import Block, Document, Grid, Page
from juesuan.schema.filing import FilingForm, Note, Place, Row, Source, UnknownForm, Unmapped
from juesuan.schema.text import legal

_GAP = 10  # pages between two documents, so that no form seems to go on from one to the next


@dataclass(frozen=True, slots=True)
class JoinedDocument:
    """One document of several; ``offsets`` are added to the page numbers of each."""

    document: Document
    sources: tuple[Source, ...]
    offsets: tuple[int, ...]

    def located(self, form: FilingForm) -> FilingForm:
        """Return a form whose places name the source and the page in it."""
        if len(self.sources) == 1:
            return form
        pages = [self._page(page) for page in form.pages]
        return replace(
            form,
            source=pages[0][0] if pages else None,
            pages=tuple(page for _, page in pages),
            rows=tuple(self._row(row) for row in form.rows),
            notes=tuple(self._note(note) for note in form.notes),
            unmapped=tuple(self._leftover(leftover) for leftover in form.unmapped),
        )

    def located_unknown(self, form: UnknownForm) -> UnknownForm:
        """Return an unknown form whose places name the source and the page in it."""
        if len(self.sources) == 1:
            return form
        return replace(
            form,
            pages=tuple(self._page(page)[1] for page in form.pages),
            unmapped=tuple(self._leftover(leftover) for leftover in form.unmapped),
        )

    def _page(self, page: int) -> tuple[int, int]:
        source = bisect_right(self.offsets, page - 1)
        return source, page - self.offsets[source - 1]

    def _place(self, place: Place) -> Place:
        if place.page is None:
            return place
        source, page = self._page(place.page)
        return replace(place, source=source, page=page)

    def _row(self, row: Row) -> Row:
        facts = tuple(replace(fact, place=self._place(fact.place)) for fact in row.facts)
        return replace(row, facts=facts)

    def _note(self, note: Note) -> Note:
        return note if note.page is None else replace(note, page=self._page(note.page)[1])

    def _leftover(self, leftover: Unmapped) -> Unmapped:
        return replace(leftover, place=self._place(leftover.place))


def join_documents(documents: Sequence[Document]) -> JoinedDocument:
    """Join one or more documents in the given order."""
    sources = tuple(Source(legal(d.name), d.sha256, d.media_type, d.unread) for d in documents)
    if len(documents) == 1:
        return JoinedDocument(documents[0], sources, (0,))
    pages: list[Page] = []
    offsets: list[int] = []
    offset = 0
    for document in documents:
        moved = [_moved(page, offset) for page in document.pages]
        offsets.append(offset)
        offset = max([offset, *(_last(page) for page in moved)]) + _GAP
        pages += moved
    first = documents[0]
    joined = Document(first.name, first.sha256, first.media_type, tuple(pages))
    return JoinedDocument(joined, sources, tuple(offsets))


def _moved(page: Page, offset: int) -> Page:
    blocks: list[Block] = []
    for block in page.blocks:
        if isinstance(block, Grid):
            cells = tuple(replace(cell, page=cell.page + offset) for cell in block.cells)
            blocks.append(replace(block, page=block.page + offset, cells=cells))
        else:
            blocks.append(replace(block, page=block.page + offset))
    return replace(page, number=page.number + offset, blocks=tuple(blocks))


def _last(page: Page) -> int:
    """Return the last number used on a page (in a text, cells are counted by line)."""
    numbers = [cell.page for b in page.blocks if isinstance(b, Grid) for cell in b.cells]
    return max([page.number, *(block.page for block in page.blocks), *numbers])
