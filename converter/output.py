"""Writes results whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from juesuan.schema.errors import UsageError


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it; UsageError when the place is not writable."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"无法写入 {path}（{error.strerror}）", f"cannot write {path} ({error.strerror})"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
