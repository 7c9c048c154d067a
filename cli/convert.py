"""`juesuan convert`: one document, in one file or in several, becomes one filing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from juesuan.cli.inputs import (
    Loading,
    accept_option,
    entity_option,
    load_filing,
    reader_option,
    unit_option,
    year_option,
)
from juesuan.cli.language import lang_option

FORMATS = ("xml", "csv", "json")


@click.command()
@click.argument(
    "inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    help="Output file; - is stdout.  [default: the first INPUT's stem in the current folder]",
)
@click.option(
    "--to", "form", type=click.Choice(FORMATS), default="xml", show_default=True, help="Format."
)
@unit_option
@entity_option
@year_option
@reader_option
@accept_option
@lang_option
def convert(
    inputs: tuple[Path, ...],
    output: Path | None,
    form: str,
    unit: str | None,
    entity: str | None,
    year: int | None,
    reader: str,
    accept_proposals: bool,
    lang: str,
) -> None:
    """Convert a document to a filing.

    Readable are PDF and OFD with text, XLSX, XLSM, XLSB, XLS, ODS, DOCX, HTML and MHTML, text
    with tab-separated tables, and ZIP files of these; the content tells which, not the name.
    Scanned PDF pages and PNG, JPEG or TIFF images need the extra: pip install "juesuan[ocr]".

    Several INPUTs (forms apart from the narrative) and the files of a ZIP make one filing: they
    must be of one body and one year.

    \b
    Example:
      juesuan convert samples/putuo-natural-resources-2024.pdf -o filing.xml
      juesuan convert FORMS.xlsx NARRATIVE.pdf -o filing.xml
    """
    from juesuan.converter.output import write_atomically
    from juesuan.converter.writers import WRITERS

    filing = load_filing(inputs, Loading(unit, reader, entity, year, accept_proposals), lang)
    data = WRITERS[form](filing)
    if output is not None and str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    target = output or Path(f"{inputs[0].stem}.{form}")
    write_atomically(target, data)
    facts = sum(1 for _ in filing.facts())
    leftovers = sum(len(form.unmapped) for form in filing.forms)
    zh = f"{target}：{len(filing.forms)} 张表，{facts} 个数据，未识别 {leftovers} 个"
    en = f"{target}: {len(filing.forms)} forms, {facts} facts, {leftovers} leftovers"
    click.echo(zh if lang == "zh" else en, err=True)
