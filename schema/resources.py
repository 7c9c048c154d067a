"""Reads the data files that the package carries."""

from __future__ import annotations

import csv
import io
import tomllib
from importlib.resources.abc import Traversable
from typing import Any


def read_csv(path: Traversable) -> list[dict[str, str]]:
    """Return the rows of a UTF-8 CSV file by column name."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def read_toml(path: Traversable) -> dict[str, Any]:
    """Return the content of a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
