"""The standard as Python types: Filing, forms, rows, facts and where each figure came from.

All values are immutable. A Filing knows nothing of file formats; readers build it, rules and
writers take it. Its nesting is that of the native XML: filing, form, row, fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

UNLABELLED = "Unlabelled"
"""The line of rows that print a zero and no name."""

UNLABELLED_CONCEPT = "UnlabelledAmount"

BBox = tuple[Decimal, Decimal, Decimal, Decimal]
"""Left, top, right, bottom in points from the page's upper left corner, to a tenth."""

Dimensions = tuple[tuple[str, str], ...]
"""Sorted (axis, member) pairs."""


def plain_decimal(value: Decimal) -> str:
    """Return the canonical text of a decimal: no exponent, no needless zeros, no minus zero."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source.

    ``page`` counts from 1: the page of a PDF or OFD, the sheet of a spreadsheet, the table of a
    DOCX or HTML document, the line of a text. ``row`` and ``column`` count from 1 within the grid
    on that page, for a sheet or table within that (7, 3 is the sheet's C7). ``bbox`` is absent
    where the source has no geometry. ``source`` counts the filing's sources from 1; it is absent
    where there is only one.
    """

    page: int | None = None
    row: int | None = None
    column: int | None = None
    bbox: BBox | None = None
    source: int | None = None


UNREADABLE_CELL = "unreadable"
"""The reason of leftovers that could not be read in an image."""

NOWHERE = Place()
"""The place of what was not converted from a page."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """How a figure was read from an image.

    ``confidence`` is the probability of the reading (0 to 0.999); ``others`` are other readings,
    the likelier first; ``taken`` is the text that was taken in its stead when a proposal was
    accepted, None where the figure stands as it was read.
    """

    confidence: Decimal
    others: tuple[str, ...] = ()
    taken: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: concept, dimensions, exact value and provenance (the XBRL sense of the word).

    ``value`` is in ``unit`` (yuan for money, whatever unit was printed); ``decimals`` is its
    precision in that unit, as in XBRL (万元 to two places is -2). ``column`` is the column's
    identifier in the dictionary; ``printed`` the text on the page, ``None`` when the filing was
    not converted from a page. ``recognition`` is given for a figure read from an image.
    """

    column: str
    concept: str
    dimensions: Dimensions
    value: Decimal
    decimals: int
    unit: str = "CNY"
    printed: str | None = None
    place: Place = NOWHERE
    recognition: Recognition | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a form with its facts, in the order of the form's columns.

    ``line`` is the line's identifier in the dictionary; ``code`` is the classification code of
    rows that have one; ``label`` is the name as printed.
    """

    line: str
    code: str | None
    label: str | None
    facts: tuple[Fact, ...]

    def fact(self, column: str) -> Fact | None:
        """Return this row's fact in a column, or None when the cell is empty."""
        return next((fact for fact in self.facts if fact.column == column), None)


@dataclass(frozen=True, slots=True)
class Note:
    """A 注 or 说明 printed with a form."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A numeric cell that became no fact: a leftover, with its place and the reason.

    The reason ``UNREADABLE_CELL`` says that writing in an image could not be read.
    """

    text: str
    reason: str
    row_label: str | None = None
    column_label: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FilingForm:
    """One form of a filing.

    ``number`` and ``title`` are as printed; ``published_unit`` is the Chinese name of the unit of
    its amounts; ``repeated`` counts figures printed once more where a header is repeated;
    ``source`` counts the filing's sources from 1 and is absent where there is only one.
    """

    id: str
    number: str | None = None
    title: str | None = None
    published_unit: str | None = None
    pages: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[Note, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    repeated: int = 0
    source: int | None = None

    @property
    def empty(self) -> bool:
        """Whether the form was published without any figure."""
        return not self.rows and not self.unmapped

    def facts(self) -> Iterator[tuple[Row, Fact]]:
        """Yield each fact with its row, in order."""
        for row in self.rows:
            for fact in row.facts:
                yield row, fact


@dataclass(frozen=True, slots=True)
class UnknownForm:
    """A table among the forms that the dictionary does not hold: announced, its figures kept."""

    title: str
    number: str | None = None
    pages: tuple[int, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """The body whose accounts these are. ``code`` is its 统一社会信用代码 where it is known.

    ``scope`` is ``own`` (本级) or ``consolidated`` (汇总) where the document says it.
    """

    name: str
    code: str | None = None
    level: str | None = None
    region: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was converted; ``unread`` numbers pages that are images and were not read."""

    name: str
    sha256: str
    media_type: str
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """The accounts of one entity for one fiscal year.

    ``announced`` names forms that the document lists but does not contain; ``unknown_forms`` are
    tables that look like forms but are none of the dictionary's. ``source`` is the file that was
    converted; ``further_sources`` are the others of several files given together.
    """

    entity: Entity
    fiscal_year: int
    forms: tuple[FilingForm, ...]
    published_unit: str | None = None
    currency: str = "CNY"
    source: Source | None = None
    announced: tuple[str, ...] = ()
    unknown_forms: tuple[UnknownForm, ...] = ()
    further_sources: tuple[Source, ...] = ()
    _by_id: dict[str, FilingForm] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Index the forms by their identifier."""
        self._by_id.update({form.id: form for form in self.forms})

    @property
    def sources(self) -> tuple[Source, ...]:
        """All files that were converted, in the order to which places refer."""
        return (self.source, *self.further_sources) if self.source else self.further_sources

    def source_of(self, form: FilingForm) -> Source | None:
        """Return the file in which a form stands."""
        number = (form.source or 1) - 1
        return self.sources[number] if number < len(self.sources) else None

    def form(self, form_id: str) -> FilingForm | None:
        """Return a form, or None when the filing has none of that identifier."""
        return self._by_id.get(form_id)

    def facts(self) -> Iterator[tuple[FilingForm, Row, Fact]]:
        """Yield every fact with its form and row, in canonical order."""
        for form in self.forms:
            for row, fact in form.facts():
                yield form, row, fact
