"""`juesuan schema`: the standard as files for others."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def schema() -> None:
    """Work with the schema of filings."""


@schema.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def export(directory: Path) -> None:
    """Write the standard to DIRECTORY.

    XSD, Schematron, concepts and code lists of filings, the XBRL taxonomy as a package, and the
    JSON Schema of reports.

    \b
    Example:
      juesuan schema export standard
    """
    from juesuan.schema.export import export_schema

    for path in export_schema(directory):
        click.echo(path)
