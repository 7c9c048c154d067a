"""`juesuan convert`: one document, in one file or in several, becomes one filing."""

from __future__ import annotations

from pathlib import Path

import click

from juesuan.cli.inputs import (
    Loading,
    accept_option,
    entity_option,
    load_filings,
    reader_option,
    unit_option,
    year_option,
)
from juesuan.cli.language import lang_option
from juesuan.cli.output import output_option, to_option, write_filings


@click.command()
@click.argument(
    "inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@output_option
@to_option
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

    Several INPUTs (forms apart from the narrative) and the files of a ZIP are read as one document.
    A document with the accounts of several bodies becomes one collection (XML), array (JSON) or
    table (CSV) of all of them.

    \b
    Example:
      juesuan convert samples/putuo-natural-resources-2024.pdf -o filing.xml
      juesuan convert samples/putuo-social-work-2024.pdf --to ixbrl
      juesuan convert FORMS.xlsx NARRATIVE.pdf -o filing.xml
    """
    loading = Loading(unit, reader, entity, year, accept_proposals)
    filings = load_filings(inputs, loading, lang)
    target = write_filings(filings, form, output, inputs[0].stem)
    if target is None:
        return
    several = len(filings) != 1
    if several:
        zh, en = f"{target}：{len(filings)} 份决算", f"{target}: {len(filings)} filings"
        click.echo(zh if lang == "zh" else en, err=True)
    for filing in filings:
        head = filing.entity.name if several else str(target)
        facts = sum(1 for _ in filing.facts())
        leftovers = sum(len(form.unmapped) for form in filing.forms)
        unknown = len(filing.unknown_forms)
        zh = f"{head}：{len(filing.forms)} 张表，{facts} 个数据，未识别 {leftovers} 个"
        en = f"{head}: {len(filing.forms)} forms, {facts} facts, {leftovers} leftovers"
        if unknown:
            zh += f"；另有 {unknown} 张表不在词典中"
            en += f"; {unknown} tables beside them are not in the dictionary"
        click.echo(zh if lang == "zh" else en, err=True)
