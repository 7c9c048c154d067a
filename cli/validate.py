"""`juesuan validate`: documents and native XML files are checked and reported on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from juesuan.cli.inputs import (
    Loading,
    accept_option,
    accepted,
    check_unit,
    entity_option,
    load_filings,
    read_filings,
    reader_option,
    unit_option,
    year_option,
)
from juesuan.cli.language import lang_option
from juesuan.cli.settings import settings_options
from juesuan.schema.errors import UnreadableInputError

FORMATS = ("text", "json", "svrl", "junit", "sarif")

if TYPE_CHECKING:
    from juesuan.converter.xbrl.filing import Misplaced
    from juesuan.schema.filing import Filing
    from juesuan.validators.config import Settings
    from juesuan.validators.report.model import Report
    from juesuan.validators.structure import StructureError


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
    "--previous",
    metavar="LAST",
    type=click.Path(path_type=Path),
    help="Last year's filing or document of the same body, for the rules between years (Y-…).",
)
@click.option(
    "--together", is_flag=True, help="All FILEs are one document: one filing, one report."
)
@settings_options
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
    previous: Path | None,
    settings: Settings,
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

    Settings (profile, select, ignore, severity, waivers) stand in juesuan.toml or under
    [tool.juesuan] in pyproject.toml, in the working folder or above it.

    \b
    Example:
      juesuan validate --lang zh filing.xml samples/putuo-natural-resources-2024.pdf
    """
    from juesuan.cli.reports import Destination
    from juesuan.validators.model import Severity

    check_unit(unit)
    loading = Loading(unit, reader, entity, year, accept_proposals)
    earlier = load_filings([previous], Loading(unit, reader), lang) if previous else []
    destination = Destination(form, output, lang, Severity(fail_on), len(files))
    reports = []
    for paths in [files] if together else [(path,) for path in files]:
        for report in _reports(paths, loading, settings, earlier, lang):
            reports.append(report)
            destination.take(report)
    destination.finish()
    if any(report.unreadable for report in reports):
        sys.exit(UnreadableInputError.exit_code)
    sys.exit(1 if any(report.fails_at(Severity(fail_on)) for report in reports) else 0)


def _reports(
    paths: Sequence[Path],
    loading: Loading,
    settings: Settings,
    earlier: list[Filing],
    lang: str,
) -> list[Report]:
    from juesuan.validators.report.model import unreadable

    try:
        return list(_readable_reports(paths, loading, settings, earlier, lang))
    except UnreadableInputError as error:
        return [unreadable(_name(paths), error.zh, error.en)]


def _name(paths: Sequence[Path]) -> str:
    return " + ".join(path.name for path in paths)


def _readable_reports(
    paths: Sequence[Path],
    loading: Loading,
    settings: Settings,
    earlier: list[Filing],
    lang: str,
) -> Iterator[Report]:
    """Yield a report on each filing of a file.

    A document is judged by the XML that it is converted to; of a collection, each filing has the
    structural faults that stand in its lines.
    """
    from juesuan.converter.readers.native_xml import (
        filing_roots,
        line_of,
        read_native_xml,
    )
    from juesuan.converter.writers.xml import write_xml
    from juesuan.schema.safe_xml import parse_xml
    from juesuan.validators.report.model import report_on
    from juesuan.validators.structure import check_structure

    name = _name(paths)
    found = read_filings(paths[0]) if len(paths) == 1 else None
    if found is None or found.tree is None:
        filings = found.filings if found else load_filings(paths, loading, lang)
        faults = _faults(found.misplaced if found else ())
        for filing in filings:
            tree = parse_xml(write_xml(filing), name)
            read = read_native_xml(tree, name)
            last = _of_same_body(earlier, read)
            yield report_on(name, read, (*faults, *check_structure(tree)), settings, last)
        return
    if not found.filings:
        raise UnreadableInputError(f"{name}：其中没有一份决算", f"{name}: there is no filing in it")
    errors = check_structure(found.tree)
    starts = [0, *(line_of(root) for root in filing_roots(found.tree)[1:])]
    for filing, start, stop in zip(found.filings, starts, [*starts[1:], sys.maxsize], strict=True):
        own = (error for error in errors if start <= (error.line or 0) < stop)
        read = accepted(filing) if loading.accept_proposals else filing
        last = _of_same_body(earlier, read)
        yield report_on(name, read, tuple(own), settings, last)


def _faults(misplaced: tuple[Misplaced, ...]) -> tuple[StructureError, ...]:
    """Return facts that an XBRL report's taxonomy does not allow as faults of its structure."""
    from juesuan.validators.structure import StructureError

    return tuple(StructureError(fact.fact, None, fact.zh, fact.en) for fact in misplaced)


def _of_same_body(earlier: list[Filing], filing: Filing) -> Filing | None:
    """Return last year's filing of a filing's body: that of its name, or the only one."""
    named = [last for last in earlier if last.entity.name == filing.entity.name]
    return next(iter(named or (earlier if len(earlier) == 1 else [])), None)
