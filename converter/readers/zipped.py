"""Opens ZIP files from others: bounded in files, bytes and ratio, and read to the end once.

Documents in ZIP form (XLSX, DOCX, ODS, OFD) pass through here as well. Nothing is ever unpacked
under a name that the archive gives.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_FILES,
    MAX_ARCHIVE_RATIO,
    MAX_MARKUP_BYTES,
    MIN_RATIO_BYTES,
)
from juesuan.schema.safe_xml import refuse_doctype

_CHUNK = 1 << 20
_PROLOG = 1 << 16
_ENCRYPTED, _UTF8 = 0x1, 0x800
_SYMLINK = 0o120000
_HIDDEN = re.compile(r"\.[^.]|__MACOSX$")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Archive:
    """A ZIP file whose entries keep to the limits."""

    def __init__(self, file: zipfile.ZipFile, name: str) -> None:
        self._file = file
        self._entries = {entry_name(info): info for info in file.infolist() if not info.is_dir()}
        self.name = name

    def names(self) -> list[str]:
        """Return the names of the files in the archive, in its order."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int = MAX_ARCHIVE_BYTES) -> bytes:
        """Return a file of the archive; UnreadableInputError when it is missing or too large."""
        info = self._entries.get(name)
        if info is None:
            raise UnreadableInputError(
                f"{self.name}：文件已损坏，缺少其中的 {name}",
                f"{self.name}: the file is damaged: {name} is missing in it",
            )
        if info.file_size > limit:
            raise _too_large(self.name, limit)
        try:
            return self._file.read(info)
        except _DAMAGE:
            raise _damaged(self.name) from None

    def is_symlink(self, name: str) -> bool:
        """Return whether an entry is a symbolic link, whose content is no document."""
        return (self._entries[name].external_attr >> 16) & 0o170000 == _SYMLINK


def open_archive(data: bytes, name: str) -> Archive:
    """Return the archive; UnreadableInputError when it is damaged, encrypted or over a limit.

    Every entry is unpacked once (and thrown away), so that no later reader meets a file that is
    larger than it says or holds a document type declaration.
    """
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE:
        raise _damaged(name) from None
    entries = file.infolist()
    if len(entries) > MAX_ARCHIVE_FILES:
        raise UnreadableInputError(
            f"{name}：压缩包内的文件超过 {MAX_ARCHIVE_FILES} 个",
            f"{name}: the archive holds more than {MAX_ARCHIVE_FILES} files",
        )
    if sum(info.file_size for info in entries) > MAX_ARCHIVE_BYTES:
        raise _too_large(name, MAX_ARCHIVE_BYTES)
    if len({info.filename for info in entries}) < len(entries):
        raise _damaged(name)  # readers would differ in which of two files of one name they take
    for info in entries:
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableInputError(
                f"{name}：已加密，需要口令，无法打开", f"{name}: encrypted; it needs a password"
            )
        packed = max(1, info.compress_size)
        if info.file_size > MIN_RATIO_BYTES and info.file_size / packed > MAX_ARCHIVE_RATIO:
            raise UnreadableInputError(
                f"{name}：压缩比超过 {MAX_ARCHIVE_RATIO}，疑为压缩炸弹，不予读取",
                f"{name}: packed more than {MAX_ARCHIVE_RATIO} times, refused as a zip bomb",
            )
        _check(file, info, name)
    return Archive(file, name)


def _check(file: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    """Read an entry to its end, which checks its size and sum; refuse XML with a DOCTYPE."""
    try:
        with file.open(info) as stream:
            start = stream.read(_PROLOG)
            while stream.read(_CHUNK):
                pass
    except _DAMAGE:
        raise _damaged(name) from None
    if info.filename.lower().endswith((".xml", ".rels")):
        if info.file_size > MAX_MARKUP_BYTES:
            raise _too_large(name, MAX_MARKUP_BYTES)
        refuse_doctype(start, f"{name}/{entry_name(info)}")


def entry_name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name; names that do not say so are UTF-8 or GB18030, not code page 437."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def members(archive: Archive) -> Iterator[str]:
    """Yield the names of the files that may be documents, sorted; not links nor system files."""
    for name in sorted(archive.names()):
        parts = name.replace("\\", "/").split("/")
        hidden = any(_HIDDEN.match(part) for part in parts)
        if not hidden and parts[-1].lower() != "thumbs.db" and not archive.is_symlink(name):
            yield name


def _damaged(name: str) -> UnreadableInputError:
    return UnreadableInputError(
        f"{name}：文件已损坏或不完整，无法解压", f"{name}: the file is damaged or incomplete"
    )


def _too_large(name: str, limit: int) -> UnreadableInputError:
    return UnreadableInputError(
        f"{name}：解压后超过 {limit} 字节的上限",
        f"{name}: unpacked, it exceeds the limit of {limit} bytes",
    )
