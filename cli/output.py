"""Writes filings where and how the user asks: shared by `convert` and `export`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from juesuan.schema.errors import UsageError
from juesuan.schema.filing import Filing

SUFFIXES = {
    "xml": "xml",
    "csv": "csv",
    "json": "json",
    "xbrl": "xbrl",
    "xbrl-json": "xbrl.json",
    "xbrl-csv": "xbr",
    "ixbrl": "xhtml",
    "xbri": "xbri",
}
"""The formats and the endings of their files."""

to_option = click.option(
    "--to",
    "form",
    type=click.Choice(tuple(SUFFIXES)),
    default="xml",
    show_default=True,
    help="Format. xbrl-csv and xbri are report packages (.xbr with CSV tables, .xbri inline).",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    help="Output file; - is stdout.  [default: the first INPUT's stem in the current folder]",
)


def write_filings(
    filings: Sequence[Filing], form: str, output: Path | None, stem: str
) -> Path | None:
    """Write one filing or several in a format; return the file, None for stdout.

    UsageError where the format holds one filing only.
    """
    from juesuan.converter.output import write_atomically
    from juesuan.converter.writers import COLLECTION_WRITERS, WRITERS

    if len(filings) == 1:
        data = WRITERS[form](filings[0])
    elif form in COLLECTION_WRITERS:
        data = COLLECTION_WRITERS[form](filings)
    else:
        raise UsageError(
            f"格式 {form} 一个文件只容一份决算，这里有 {len(filings)} 份；请先转成 xml 再分开",
            f"{form} holds one filing a file, and these are {len(filings)}; convert them to xml",
        )
    if output is not None and str(output) == "-":
        sys.stdout.buffer.write(data)
        return None
    target = output or Path(f"{stem}.{SUFFIXES[form]}")
    write_atomically(target, data)
    return target
