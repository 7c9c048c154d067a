"""Builds Documents from drawn tables, for tests of recognition without any file format.

A table is drawn with ``|`` between cells; ``<`` goes on with the cell to the left, ``^`` with the
cell above. Expected figures are written ``line column printed`` with the form before them.
"""

from __future__ import annotations

from juesuan.converter.convert import filings_of
from juesuan.converter.document import Block, Cell, Document, Grid, Line, Page
from juesuan.schema.filing import Filing, FilingForm

COVER = "安和县民政局\n2023年度部门决算"


def grid(drawn: str, page: int = 1, widths: list[int] | None = None, geometry: bool = True) -> Grid:
    """A grid as drawn; ``widths`` are its column widths in points."""
    rows = [
        [cell.strip().replace("\\n", "\n") for cell in row.split("|")]
        for row in drawn.strip("\n").splitlines()
    ]
    columns = max(map(len, rows))
    rows = [row + [""] * (columns - len(row)) for row in rows]
    edges = [40.0]
    for width in widths or [60] * columns:
        edges.append(edges[-1] + width)
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = 1
            while c + wide < columns and row[c + wide] == "<":
                wide += 1
            high = 1
            while r + high < len(rows) and rows[r + high][c] == "^":
                high += 1
            box = (edges[c], 100.0 + 20 * r, edges[c + wide], 100.0 + 20 * (r + high))
            cells.append(Cell(text, r, c, high, wide, page, box if geometry else None))
    return Grid(page, tuple(cells), len(rows), columns, tuple(edges) if geometry else ())


def document(*pages: str | list[str | Grid], name: str = "决算.pdf") -> Document:
    """A document; a page is its text, or lines and grids (drawn ones hold ``|``)."""
    made = []
    for number, content in enumerate(pages, 1):
        blocks: list[Block] = []
        for part in [content] if isinstance(content, str) else content:
            if isinstance(part, Grid):
                blocks.append(part)
            elif "|" in part:
                blocks.append(grid(part, number))
            else:
                blocks += [Line(text, number) for text in part.splitlines() if text.strip()]
        made.append(Page(number, tuple(blocks)))
    return Document(name, "0" * 64, "application/pdf", tuple(made))


def bodies_of(document: Document) -> list[Filing]:
    """The filings of one document."""
    return filings_of([document])


def read(*pages: str | list[str | Grid], name: str = "决算.pdf") -> Filing:
    """The one filing of a document with a cover before these pages."""
    filings = bodies_of(document(COVER, *pages, name=name))
    assert len(filings) == 1
    return filings[0]


def figures(form: FilingForm | None) -> list[str]:
    """A form's figures as ``line column printed``, in its order."""
    assert form is not None
    return [
        f"{row.code or row.line} {fact.column} {fact.printed}"
        for row in form.rows
        for fact in row.facts
    ]


def leftovers(form: FilingForm | None) -> list[str]:
    """A form's leftovers as ``text reason``."""
    assert form is not None
    return [f"{leftover.text} {leftover.reason}" for leftover in form.unmapped]
