"""Code lists: 支出功能分类 and 部门预算支出经济分类, with the source of every entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources.abc import Traversable

from juesuan.schema.resources import read_csv
from juesuan.schema.text import normalise, without_numbering


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: ``status`` is ``observed`` (seen in a published document) or ``unconfirmed``."""

    code: str
    name_zh: str
    name_en: str
    valid_from: str
    valid_to: str
    status: str
    source: str
    aliases: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The present name and the older or variant ones."""
        return (self.name_zh, *self.aliases)


@dataclass(frozen=True)
class CodeList:
    """The entries of one list by code."""

    entries: Mapping[str, Code]

    def get(self, code: str) -> Code | None:
        """Return the entry of a code, or None when the list does not hold it."""
        return self.entries.get(code)

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, tuple[str, ...]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                key = name_key(name)
                table[key] = (*table.get(key, ()), entry.code)
        return table

    def by_name(self, name: str, digits: int | None = None) -> tuple[str, ...]:
        """Return the codes that bear a name, of one length only where ``digits`` is given."""
        codes = self._by_name.get(name_key(name), ())
        return tuple(code for code in codes if digits in (None, len(code)))

    def agrees(self, code: str, name: str) -> bool | None:
        """Return whether a name is one of the code's names; None for a code not in the list."""
        entry = self.get(code)
        return None if entry is None else name_key(name) in map(name_key, entry.names)


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """Return the form in which names of categories are compared."""
    key = without_numbering(normalise(name))
    return key.replace("、", "").replace(",", "").replace("(类)", "").replace("(款)", "")


def load_code_list(path: Traversable) -> CodeList:
    """Read a code list from CSV (columns as in Code; aliases joined by ``|``)."""
    return CodeList({row["code"]: _code(row) for row in read_csv(path)})


def _code(row: dict[str, str]) -> Code:
    aliases = tuple(filter(None, row.pop("aliases").split("|")))
    return Code(**row, aliases=aliases)
