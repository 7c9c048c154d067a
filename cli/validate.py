"""`juesuan validate`: documents and native XML files are checked and reported on."""

from __future__ import annotations

import sys
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

if TYPE_CHECKING:
    from juesuan.validators.report.model import Report


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Format of the report.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="Lowest severity that makes the exit code 1.",
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
    fail_on: str,
    unit: str | None,
    entity: str | None,
    year: int | None,
    reader: str,
    accept_proposals: bool,
    lang: str,
) -> None:
    """Check documents (converted on the way) or native XML files from anyone.

    Three layers: well-formed and safe, structure (XSD), rules. Exit codes: 0 valid, 1 findings
    at or above --fail-on, 3 a file cannot be read.

    \b
    Example:
      juesuan validate --lang zh filing.xml samples/putuo-natural-resources-2024.pdf
    """
    from juesuan.validators.model import Severity
    from juesuan.validators.report.json import write_json
    from juesuan.validators.report.text import write_text

    check_unit(unit)
    loading = Loading(unit, reader, entity, year, accept_proposals)
    reports = []
    for path in files:
        report = _report(path, loading)
        reports.append(report)
        if form == "text":
            colour = sys.stdout.isatty()
            click.echo(write_text(report, lang, colour=colour), nl=False, color=colour)
    if form == "json":
        click.echo(write_json(reports), nl=False)
    if any(report.unreadable for report in reports):
        sys.exit(UnreadableInputError.exit_code)
    sys.exit(1 if any(report.fails_at(Severity(fail_on)) for report in reports) else 0)


def _report(path: Path, loading: Loading) -> Report:
    from juesuan.validators.report.model import unreadable

    try:
        return _readable_report(path, loading)
    except UnreadableInputError as error:
        return unreadable(path.name, error.zh, error.en)


def _readable_report(path: Path, loading: Loading) -> Report:
    """Return the report on a file; a document is judged by the XML that it is converted to."""
    from juesuan.converter.readers.native_xml import read_native_xml
    from juesuan.converter.writers.xml import write_xml
    from juesuan.schema.safe_xml import parse_xml
    from juesuan.validators.report.model import report_on
    from juesuan.validators.structure import check_structure

    data = read_bytes(path)
    if not is_xml(data):
        data = write_xml(load_filing(path, loading))
    tree = parse_xml(data, path.name)
    filing = read_native_xml(tree, path.name)
    if loading.accept_proposals:
        filing = accepted(filing)
    return report_on(path.name, filing, check_structure(tree))
