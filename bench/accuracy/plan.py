"""Deals layouts: every value of every feature occurs, in combinations that a seed gives."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bench.accuracy.books import Books, Wish, make_books
from bench.accuracy.paper import Look, Paper, tables_of
from bench.accuracy.programs import Program
from bench.accuracy.samples import sample_books, spelled_codes
from bench.accuracy.style import FORMS, Style
from bench.accuracy.widths import least_width

# What every office decides somehow. The first value is the usual one.
USUAL: Mapping[str, Sequence[Any]] = {
    "unit": ("万元", "元"),
    "zero": ("0.00", "", "—", "0", "－", "-", "", "0.00"),
    "thousands": (False, True),
    "codes": ("one", "pieces", "cumulative", "indented", "one", "joined", "last-piece", "tight"),
    "titles": ("usual", "public", "total", "both", "usual"),
    "numbering": (
        "公开{:02d}表",
        "",
        "表{zh}",
        "附表{:d}",
        "财决公开{:02d}表",
        "公开{:02d}表",
        "表{:d}",
    ),
    "order": (
        (1, 2, 3, 4, 5, 6, 7, 8, 9),
        (1, 2, 3, 4, 5, 6, 9, 7, 8),
        (1, 2, 3, 4, 5, 6, 8, 7, 9),
    ),
    "heads": ("usual", "terse", "nested"),
    "economic": ("two", "three", "list", "split", "wide"),
    "three": (
        "lines",
        "lines-numbered",
        "matrix",
        "by-item",
        "counts",
        "actual-only",
        "matrix-actual",
    ),
    "balances": (False, True, False),
    "fund_balances": (True, False),
    "column_numbers": (False, True),
    "line_numbers": (False, True, False),
    "all_classes": (True, False),
    "empty_forms": ("zero-row", "blank", "sentence"),
    "notes": ("one", "none", "many"),
}
# What few do: each paper takes up to three of these.
RARE: Sequence[tuple[str, Any]] = (
    ("mixed_units", True),
    ("digits", "full-width"),
    ("digits", "spaced"),
    ("digits", "short"),
    ("negative", "({})"),
    ("negative", "（{}）"),
    ("negative", "－{}"),
    ("negative", "△{}"),
    ("negative", "-{}"),
    ("year_in_title", True),
    ("spaced_titles", True),
    ("extra_columns", True),
    ("prior_year", True),
    ("completion", True),
    ("summary_lines", "with 其中"),
    ("summary_codes", True),
    ("totals_last", True),
    ("extra_forms", True),
    ("codes", "names"),
    ("codes", "codes"),
    ("only", ("three-public-expenses",)),
    ("only", tuple(form for form in FORMS if form != "three-public-expenses")),
    ("only", ("general-budget-expenditure",)),
    ("only", ("revenue-expenditure-summary",)),
)
LOOKS: Mapping[str, Sequence[Any]] = {
    "landscape": (False, True, True),
    "repeat_header": (True, False),
    "font": ("song", "hei"),
    "meta": ("lines", "one-line", "above"),
    "contents": (True, False),
    "prose": ("around", "before", "around", "none"),
    "footer": (True, False),
    "size": (9, 8, 10),
}
RARE_LOOKS: Sequence[tuple[str, Any]] = (
    ("rotate", 90),
    ("rotate", 270),
    ("lines", "none"),
    ("lines", "head"),
    ("lines", "rows"),
    ("lines", "open"),
    ("coloured", True),
    ("title_before", True),
    ("title_inside", True),
    ("per_page", 2),
    ("per_page", 9),
    ("narrow", True),
    ("tall", True),
    ("repeat_part", True),
    ("characters", "radicals"),
    ("characters", "traditional"),
)
_DEFAULT_STYLE, _DEFAULT_LOOK = Style(), Look()
_QUIET = ("order", "meta", "font", "size", "footer", "contents", "notes", "all_classes")
"""Fields that are no feature to be counted by themselves."""


class _Deck:
    """Deals the values of a list in shuffled rounds, so that each comes as often as the others."""

    def __init__(self, rng: random.Random, values: Sequence[Any]) -> None:
        self._rng, self._values, self._left = rng, values, list[Any]()

    def deal(self) -> Any:
        """Return the next value."""
        if not self._left:
            self._left = list(self._values)
            self._rng.shuffle(self._left)
        return self._left.pop()


def papers(seed: int, count: int, programs: Sequence[Program]) -> Iterator[Paper]:
    """Yield the papers of a seed; programs that are absent get none, the others keep theirs."""
    rng = random.Random(f"plan {seed}")
    decks = {name: _Deck(rng, values) for name, values in {**USUAL, **LOOKS}.items()}
    rare, rare_looks = _Deck(rng, RARE), _Deck(rng, RARE_LOOKS)
    years, sizes = _Deck(rng, range(2016, 2025)), _Deck(rng, (3, 6, 9, 12, 20, 36))
    magnitudes = _Deck(rng, (9_000, 3_000_000, 60_000_000, 2_000_000_000, 300_000_000_000))
    shares = _Deck(rng, [p for p in programs for _ in range(p.share)])
    for number in range(count):
        program: Program = shares.deal()
        style = replace(_DEFAULT_STYLE, **{name: decks[name].deal() for name in USUAL})
        look = replace(_DEFAULT_LOOK, **{name: decks[name].deal() for name in LOOKS})
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            name, value = rare.deal()
            style = replace(style, **{name: value})
        for _ in range(rng.choice((0, 1, 1, 2))):
            name, value = rare_looks.deal()
            look = replace(look, **{name: value})
        wish = Wish(
            items=sizes.deal(),
            magnitude=magnitudes.deal(),
            fund=rng.random() < 0.5,
            capital=rng.random() < 0.3,
            institution=rng.random() < 0.4,
            business=rng.random() < 0.25,
            higher=rng.random() < 0.3,
            negative=style.negative != "-{}" or rng.random() < 0.1,
            year=years.deal(),
        )
        if program.write is None:
            continue
        yield _paper(
            f"{number:04d}-{program.name}", program, style, look, wish, seed * 10_000 + number
        )


def _paper(name: str, program: Program, style: Style, look: Look, wish: Wish, seed: int) -> Paper:
    """Take back what does not go together, and make the paper."""
    if wish.year < 2019:
        wish = replace(wish, capital=False)
    if style.codes == "names":
        wish = replace(wish, year=max(2020, wish.year), codes=spelled_codes())
        wish = replace(wish, fund=False, capital=False)
    if len(style.only) == 1:
        look = replace(look, cover=False, contents=False, prose="none")
    if not (look.cover or look.contents) and look.meta != "above":
        # The year must stand somewhere.
        style = replace(style, year_in_title=True)
    if not program.pdf:
        plain = {"lines": "grid", "tall": False, "rotate": 0, "narrow": False}
        look = replace(look, **plain)  # type: ignore[arg-type]
    if program.name != "reportlab":
        look = replace(look, rotate=0, repeat_part=False)
    if program.written == "xlsx" or program.ending in ("xlsx", "xls", "ods", "ofd"):
        look = replace(look, title_inside=False, title_before=False, narrow=False, tall=False)
    if program.ending == "ofd":
        look = replace(look, lines="grid", coloured=False)
    if look.lines in ("none", "head", "rows"):
        # Without vertical lines nobody can tell a wrapped cell from two.
        look = replace(look, narrow=False, tall=False, coloured=False)
    if style.digits == "short" and style.zero == "0.00":
        style = replace(style, zero="0")
    books: Books = sample_books(seed) if seed % 17 == 0 else make_books(seed, wish)
    if look.characters == "traditional" and program.ending in ("txt", "html"):
        look = replace(look, characters="usual")
    look = _fitting(books, style, look)
    paper = Paper(name, program.name, books, style, look)
    paper.features = (
        f"program={program.name}",
        f"format={program.ending}",
        *_features(paper, wish),
    )
    return paper


def _fitting(books: Books, style: Style, look: Look) -> Look:
    """Turn the page and take smaller type until the widest form fits, as an office does."""
    tables = tables_of(books, style)
    for size in (look.size, 8, 7, 6, 5, 4):
        for landscape in (look.landscape, True):
            width = 770 if landscape else 504
            if size <= look.size and all(least_width(t, size) <= width for t in tables):
                return replace(look, size=size, landscape=landscape)
    return replace(look, size=4, landscape=True)


def _features(paper: Paper, wish: Wish) -> Iterator[str]:
    for thing, default in ((paper.style, _DEFAULT_STYLE), (paper.look, _DEFAULT_LOOK)):
        for name in default.__dataclass_fields__:
            value = getattr(thing, name)
            if name in _QUIET:
                continue
            if value != getattr(default, name) or name in ("codes", "zero", "three", "economic"):
                if name == "only" and len(value) > 1:
                    value = ("eight forms",)
                yield f"{name}={'+'.join(value) if isinstance(value, tuple) else value}"
    if paper.books.year < 2019:
        yield "years=2016-2018"
    for name in ("fund", "capital", "institution", "negative"):
        if getattr(wish, name):
            yield f"books={name}"
