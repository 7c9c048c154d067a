"""Loads what the user names: a document is converted, native XML is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from juesuan.converter.readers import READERS, is_xml, read_bytes
from juesuan.schema.filing import Filing

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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A filing and the XML that the structure check judges."""

    filing: Filing
    xml: bytes


def load_filing(path: Path, unit: str | None, reader: str) -> Filing:
    """Return the filing of a document or a native XML file; UnreadableInputError otherwise."""
    data = read_bytes(path)
    if is_xml(data):
        from juesuan.converter.readers.native_xml import read_native_xml
        from juesuan.schema.safe_xml import parse_xml

        return read_native_xml(parse_xml(data, path.name), path.name)
    from juesuan.converter.convert import convert_file

    return convert_file(path, check_unit(unit), reader)


def check_unit(unit: str | None) -> str | None:
    """Return the unit if it is one; click.BadParameter otherwise."""
    from juesuan.schema.dictionary import load_dictionary

    units = load_dictionary().words.units
    if unit is not None and unit not in units:
        raise click.BadParameter(f"{unit!r} is not one of {', '.join(units)}", param_hint="--unit")
    return unit
