"""`juesuan validate`: documents and native XML files are checked and reported on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from juesuan.cli.inputs import (
    Loading,
    accept_option,
    accepted,
    check_unit,
    entity_option,
    load_filing,
    reader_option,
    unit_option,
    year_option,
)
from juesuan.cli.language import lang_option
from juesuan.converter.readers import is_xml, read_bytes
from juesuan.schema.errors import UnreadableInputError

FORMATS = ("text", "json", "svrl", "junit", "sarif")

if TYPE_CHECKING:
    from juesuan.validators.report.model import Report


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Format of the report. svrl is one document a file: several files need -o DIR.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="File for the report, or folder for svrl reports on several files.  [default: stdout]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="Lowest severity that makes the exit code 1.",
)
@click.option(
    "--together", is_flag=True, help="All FILEs are one document: one filing, one report."
)
@unit_option
@entity_option
@year_option
@reader_option
@accept_option
@lang_option
def validate(
    files: tuple[Path, ...],
    form: str,
    together: bool,
    output: Path | None,
    fail_on: str,
    unit: str | None,
    entity: str | None,
    year: int | None,
    reader: str,
    accept_proposals: bool,
    lang: str,
) -> None:
    """Check documents (converted on the way) or native XML files from anyone.

    Each FILE gets a report of its own, a ZIP file of several documents one report; with
    --together all FILEs are one document (forms apart from the narrative).

    Three layers: well-formed and safe, structure (XSD), rules. Exit codes: 0 valid, 1 findings
    at or above --fail-on, 3 a file cannot be read.

    \b
    Example:
      juesuan validate --lang zh filing.xml samples/putuo-natural-resources-2024.pdf
    """
    from juesuan.cli.reports import Destination
    from juesuan.validators.model import Severity

    check_unit(unit)
    loading = Loading(unit, reader, entity, year, accept_proposals)
    destination = Destination(form, output, lang, Severity(fail_on), len(files))
    reports = []
    for paths in [files] if together else [(path,) for path in files]:
        report = _report(paths, loading, lang)
        reports.append(report)
        destination.take(report)
    destination.finish()
    if any(report.unreadable for report in reports):
        sys.exit(UnreadableInputError.exit_code)
    sys.exit(1 if any(report.fails_at(Severity(fail_on)) for report in reports) else 0)


def _report(paths: Sequence[Path], loading: Loading, lang: str) -> Report:
    from juesuan.validators.report.model import unreadable

    try:
        return _readable_report(paths, loading, lang)
    except UnreadableInputError as error:
        return unreadable(_name(paths), error.zh, error.en)


def _name(paths: Sequence[Path]) -> str:
    return " + ".join(path.name for path in paths)


def _readable_report(paths: Sequence[Path], loading: Loading, lang: str) -> Report:
    """Return the report on a file; a document is judged by the XML that it is converted to."""
    from juesuan.converter.readers.native_xml import read_native_xml
    from juesuan.converter.writers.xml import write_xml
    from juesuan.schema.safe_xml import parse_xml
    from juesuan.validators.report.model import report_on
    from juesuan.validators.structure import check_structure

    name = _name(paths)
    data = read_bytes(paths[0])
    if len(paths) > 1 or not is_xml(data):
        data = write_xml(load_filing(paths, loading, lang))
    tree = parse_xml(data, name)
    filing = read_native_xml(tree, name)
    if loading.accept_proposals:
        filing = accepted(filing)
    return report_on(name, filing, check_structure(tree))
