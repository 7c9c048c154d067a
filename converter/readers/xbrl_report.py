"""Reads XBRL in any of its syntaxes, alone or in a report package, told by its content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from juesuan.converter.readers.detect import detect_format
from juesuan.converter.readers.ixbrl import is_ixbrl, read_ixbrl
from juesuan.converter.readers.xbrl import ROOT, read_instance
from juesuan.converter.readers.xbrl_csv import is_xbrl_csv, read_xbrl_csv
from juesuan.converter.readers.xbrl_json import is_xbrl_json, read_xbrl_json
from juesuan.converter.readers.zipped import Archive, members, open_archive
from juesuan.converter.xbrl.filing import Misplaced, filing_of
from juesuan.converter.xbrl.report import XbrlReport
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import Filing
from juesuan.schema.safe_xml import parse_xml

_SIGNS = (b"http://www.xbrl.org/2003/instance", b"http://www.xbrl.org/2013/inlineXBRL")
_START = 65536


def read_xbrl(path: Path, data: bytes) -> tuple[Filing, tuple[Misplaced, ...]] | None:
    """Return the filing of an XBRL report and its misplaced facts; None for any other file.

    UnreadableInputError says in one line what is broken.
    """
    report = _report(path, data)
    return None if report is None else filing_of(report, path.name)


def _report(path: Path, data: bytes) -> XbrlReport | None:
    if detect_format(data) == "zip":
        return _packaged(path, data)
    return _single(data, path.name, lambda name: _beside(path, name))


def _single(data: bytes, name: str, open_table: Callable[[str], bytes]) -> XbrlReport | None:
    if is_xbrl_json(data):
        return read_xbrl_json(data, name)
    if is_xbrl_csv(data):
        return read_xbrl_csv(data, name, open_table)
    if not any(sign in data[:_START] for sign in _SIGNS):
        return None
    tree = parse_xml(data, name)
    if tree.getroot().tag == ROOT:
        return read_instance(tree, name)
    return read_ixbrl(tree, name) if is_ixbrl(tree) else None


def _packaged(path: Path, data: bytes) -> XbrlReport | None:
    archive = open_archive(data, path.name)
    names = list(members(archive))
    if not any(name.endswith("META-INF/reportPackage.json") for name in names):
        return None
    for name in sorted(n for n in names if "/reports/" in f"/{n}"):
        report = _single(archive.read(name), f"{path.name}/{name}", _Beside(archive, name))
        if report is not None:
            return report
    raise UnreadableInputError(
        f"{path.name}：报告包中没有 XBRL 报告", f"{path.name}: the report package holds no report"
    )


class _Beside:
    """Opens the tables that lie beside a metadata file in an archive."""

    def __init__(self, archive: Archive, metadata: str) -> None:
        self._archive = archive
        self._folder = PurePosixPath(metadata).parent

    def __call__(self, name: str) -> bytes:
        return self._archive.read(f"{self._folder}/{name}")


def _beside(path: Path, name: str) -> bytes:
    """Return a table that lies in the folder of its metadata, and nowhere else."""
    target = (path.parent / name).resolve()
    if target.parent != path.parent.resolve() or not target.is_file():
        raise ValueError(f"no table {name}")
    return target.read_bytes()
