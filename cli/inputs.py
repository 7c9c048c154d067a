"""Loads what the user names: a document is converted, native XML is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from juesuan.converter.readers import READERS, is_xml, read_bytes
from juesuan.schema.filing import Filing

if TYPE_CHECKING:
    from lxml import etree

    from juesuan.converter.xbrl.filing import Misplaced

unit_option = click.option(
    "--unit",
    metavar="UNIT",
    help="Unit of the amounts where the document does not print it (元, 千元, 万元, 亿元).",
)
reader_option = click.option(
    "--reader",
    type=click.Choice(READERS),
    default=READERS[0],
    show_default=True,
    help="Engine that reads PDF pages.",
)


entity_option = click.option(
    "--entity", metavar="NAME", help="Body whose accounts these are, where the document names none."
)
year_option = click.option(
    "--year",
    type=click.IntRange(1990, 2100),
    help="Fiscal year, where the document names none.",
)
accept_option = click.option(
    "--accept-proposals",
    is_flag=True,
    help="Take another reading of a figure in an image where it restores all arithmetic; "
    "the filing records what was read and what was taken.",
)


@dataclass(frozen=True, slots=True)
class Loading:
    """How documents are to be read: see the options of the same names."""

    unit: str | None = None
    reader: str = READERS[0]
    entity: str | None = None
    year: int | None = None
    accept_proposals: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The filings of a file that is one: native XML (with its tree) or XBRL.

    ``misplaced`` are facts of an XBRL report that its taxonomy does not allow.
    """

    filings: list[Filing]
    tree: etree._ElementTree | None = None
    misplaced: tuple[Misplaced, ...] = ()


def read_filings(path: Path) -> Found | None:
    """Return what a file of native XML or XBRL holds; None for a document."""
    from juesuan.converter.readers.xbrl_report import read_xbrl

    data = read_bytes(path)
    if (report := read_xbrl(path, data)) is not None:
        return Found([report[0]], misplaced=report[1])
    if not is_xml(data):
        return None
    from juesuan.converter.readers.native_xml import read_collection
    from juesuan.schema.safe_xml import parse_xml

    tree = parse_xml(data, path.name)
    return Found(read_collection(tree, path.name), tree)


def load_filings(paths: Sequence[Path], loading: Loading, lang: str) -> list[Filing]:
    """Return the filings of a file in native XML or XBRL, or of documents read as one.

    Raises UnreadableInputError. Files in an archive that cannot be read are named on stderr, in
    ``lang``.
    """
    found = read_filings(paths[0]) if len(paths) == 1 else None
    filings = found.filings if found else _converted(paths, loading, lang)
    return [accepted(f) for f in filings] if loading.accept_proposals else filings


def _converted(paths: Sequence[Path], loading: Loading, lang: str) -> list[Filing]:
    from juesuan.converter.convert import Given, filings_of
    from juesuan.converter.readers.together import read_together

    given = Given(check_unit(loading.unit), loading.entity, loading.year)
    reading = read_together(paths, loading.reader)
    for error in reading.unread:
        click.echo(f"juesuan: {error.message(lang)}", err=True)
    return filings_of(reading.documents, given)


def accepted(filing: Filing) -> Filing:
    """Return the filing with every proposed reading taken."""
    from juesuan.schema.proposals import accept_proposals
    from juesuan.validators.engine import examine
    from juesuan.validators.readings import propose

    return accept_proposals(filing, propose(examine(filing)))


def check_unit(unit: str | None) -> str | None:
    """Return the unit if it is one; click.BadParameter otherwise."""
    from juesuan.schema.dictionary import load_dictionary

    units = load_dictionary().words.units
    if unit is not None and unit not in units:
        raise click.BadParameter(f"{unit!r} is not one of {', '.join(units)}", param_hint="--unit")
    return unit
