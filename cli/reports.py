"""Where reports go: to stdout, to a file, or to a folder with one file each."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from juesuan.converter.output import write_atomically
from juesuan.schema.errors import UsageError
from juesuan.validators.model import Severity
from juesuan.validators.report.formats import FORMATS, ONE_FILE_EACH, Manner
from juesuan.validators.report.model import Report


class Destination:
    """Takes the reports on ``count`` files in order and writes them in one format.

    Text for stdout is written as soon as a file is checked. UsageError where a format that holds
    one report a document is asked for several files and no folder is named.
    """

    def __init__(
        self, form: str, output: Path | None, lang: str, fail_on: Severity, count: int
    ) -> None:
        self._form = form
        self._output = None if output is None or str(output) == "-" else output
        colour = self._output is None and sys.stdout.isatty()
        self._manner = Manner(lang, fail_on, colour)
        self._reports: list[Report] = []
        self._each = form in ONE_FILE_EACH and (count > 1 or self._is_folder())
        if self._each and self._output is None:
            raise UsageError(
                f"{form} 每个文件一份报告：校验多个文件时，请用 -o 指定文件夹",
                f"{form} is one report a document: for several files, name a folder with -o",
            )

    def _is_folder(self) -> bool:
        return self._output is not None and self._output.is_dir()

    def take(self, report: Report) -> None:
        """Take the next report; text goes out at once."""
        if self._form == "text" and self._output is None:
            self._echo(FORMATS["text"]([report], self._manner))
        else:
            self._reports.append(report)

    def finish(self) -> None:
        """Write what was not written yet."""
        if self._each and self._output is not None:
            self._write_each(self._output)
        elif self._reports:
            text = FORMATS[self._form](self._reports, self._manner)
            if self._output is None:
                self._echo(text)
            else:
                _write(self._output, text)

    def _write_each(self, folder: Path) -> None:
        """Write a file for each report; files of one name from several folders are numbered."""
        seen: dict[str, int] = {}
        for report in self._reports:
            number = seen[report.name] = seen.get(report.name, 0) + 1
            stem = report.name if number == 1 else f"{report.name}-{number}"
            _write(folder / f"{stem}.{self._form}", FORMATS[self._form]([report], self._manner))

    def _echo(self, text: str) -> None:
        click.echo(text, nl=False, color=self._manner.colour)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    except OSError as error:
        raise UsageError(
            f"无法写入 {path}（{error.strerror}）", f"cannot write {path} ({error.strerror})"
        ) from None
