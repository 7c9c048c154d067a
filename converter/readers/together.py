"""Reads what a user names as one document: files, and ZIP files that hold several."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from juesuan.converter.document import Document
from juesuan.converter.readers import READERS, read_bytes, read_document
from juesuan.converter.readers.detect import detect_format
from juesuan.converter.readers.zipped import members, open_archive
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_FILES_TOGETHER
from juesuan.schema.text import legal


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents read, in order, and why files in archives could not be read."""

    documents: tuple[Document, ...]
    unread: tuple[UnreadableInputError, ...] = ()


def read_together(paths: Sequence[Path], engine: str = READERS[0]) -> Reading:
    """Read files that make up one document; UnreadableInputError when one cannot be read.

    A file inside an archive that cannot be read is named in ``unread`` as long as others can.
    """
    documents: list[Document] = []
    unread: list[UnreadableInputError] = []
    for path in paths:
        data = read_bytes(path)
        if detect_format(data) != "zip":
            documents.append(read_document(path, data, engine))
            continue
        for found in _in_archive(path, data, engine):
            if isinstance(found, Document):
                documents.append(found)
            else:
                unread.append(found)
        if len(documents) > MAX_FILES_TOGETHER:
            raise _too_many(path.name)
    if len(documents) > MAX_FILES_TOGETHER:
        raise _too_many(paths[0].name)
    if not documents:
        name = paths[0].name
        raise next(iter(unread), None) or UnreadableInputError(
            f"{name}：压缩包内没有可读的文件", f"{name}: the archive holds no file to read"
        )
    return Reading(tuple(documents), tuple(unread))


def _in_archive(path: Path, data: bytes, engine: str) -> Iterator[Document | UnreadableInputError]:
    """Yield the documents of an archive, in the order of their names, or why there is none."""
    archive = open_archive(data, path.name)
    with tempfile.TemporaryDirectory(prefix="juesuan-") as folder:
        temporary = Path(folder) / "member"  # never the name that the archive gives
        for member in members(archive):
            content = archive.read(member)
            if not content.strip():
                continue
            temporary.write_bytes(content)
            try:
                yield read_document(temporary, content, engine, f"{path.name}/{legal(member)}")
            except UnreadableInputError as error:
                yield error


def _too_many(name: str) -> UnreadableInputError:
    return UnreadableInputError(
        f"{name}：合在一起的文件超过 {MAX_FILES_TOGETHER} 个",
        f"{name}: more than {MAX_FILES_TOGETHER} files together",
    )
