"""`juesuan export`: a filing in native XML or XBRL becomes another format."""

from __future__ import annotations

from pathlib import Path

import click

from juesuan.cli.inputs import read_filings
from juesuan.cli.language import lang_option
from juesuan.cli.output import output_option, to_option, write_filings
from juesuan.schema.errors import UnreadableInputError


@click.command()
@click.argument("filing", type=click.Path(path_type=Path))
@output_option
@to_option
@lang_option
def export(filing: Path, output: Path | None, form: str, lang: str) -> None:
    """Write a FILING (native XML, or XBRL in any syntax) in another format.

    \b
    Example:
      juesuan convert samples/putuo-social-work-2024.pdf -o filing.xml
      juesuan export filing.xml --to ixbrl -o filing.xhtml
    """
    found = read_filings(filing)
    if found is None:
        raise UnreadableInputError(
            f"{filing.name}：不是 XML 或 XBRL 的决算数据；文件请用 juesuan convert 转换",
            f"{filing.name}: no filing in XML or XBRL; use `juesuan convert` for documents",
        )
    if target := write_filings(found.filings, form, output, filing.stem):
        click.echo(str(target), err=True)
