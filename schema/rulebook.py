"""The rule book beside the forms: funds of codes, old names, signs, disclosure, profiles.

The data stand in ``dictionary/rules`` and ``dictionary/codes``; every entry names its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from juesuan.schema.codes import name_key
from juesuan.schema.resources import read_csv, read_toml


@dataclass(frozen=True, slots=True)
class Years:
    """The fiscal years for which something holds; an absent bound is open."""

    first: int | None = None
    last: int | None = None

    def __contains__(self, year: int) -> bool:
        """Return whether a year lies within both bounds."""
        return (self.first or year) <= year <= (self.last or year)


ALWAYS = Years()
"""All years."""


@dataclass(frozen=True, slots=True)
class OldName:
    """A name that a code bore in some years."""

    axis: str
    code: str
    name_zh: str
    years: Years


@dataclass(frozen=True, slots=True)
class NonNegative:
    """A form whose amounts have a sign: lines and columns that may be negative, and why."""

    rule: str
    form: str
    exempt: tuple[str, ...]
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section that the narrative must hold."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a publication owes its readers.

    ``explanation`` matches a note that says why a form is empty, ``no_data`` one that says that
    it is; ``conditional`` one that only says what to do if it were.
    """

    explanation: re.Pattern[str]
    no_data: re.Pattern[str]
    conditional: re.Pattern[str]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """A kind of filing: to which it applies, and which forms it need not hold."""

    id: str
    zh: str
    en: str
    level: str
    years: Years
    regions: tuple[str, ...]
    optional_forms: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The data of the rules that follow from no single form."""

    funds: Mapping[str, str]
    old_names: tuple[OldName, ...]
    list_years: Mapping[str, Years]
    code_years: Mapping[tuple[str, str], Years]
    signs: tuple[NonNegative, ...]
    disclosure: Disclosure
    profiles: tuple[ProfileSpec, ...]

    def fund_of(self, code: str) -> str | None:
        """Return the fund to which a functional code belongs, None where it is not known.

        The longest listed prefix decides.
        """
        prefixes = (code[:n] for n in range(len(code), 2, -1))
        return next((self.funds[prefix] for prefix in prefixes if prefix in self.funds), None)

    def old_name(self, axis: str, code: str, name: str) -> OldName | None:
        """Return the entry of a name that a code once bore."""
        key = name_key(name)
        return next(
            (
                old
                for old in self.old_names
                if (old.axis, old.code) == (axis, code) and name_key(old.name_zh) == key
            ),
            None,
        )


def load_rule_book(root: Traversable) -> RuleBook:
    """Read the rule book's data from the dictionary's folder."""
    codes, rules = root / "codes", root / "rules"
    disclosure = read_toml(rules / "disclosure.toml")
    return RuleBook(
        funds={row["prefix"]: row["fund"] for row in read_csv(codes / "funds.csv")},
        old_names=tuple(
            OldName(row["axis"], row["code"], row["name_zh"], _years(row))
            for row in read_csv(codes / "old-names.csv")
        ),
        list_years={row["axis"]: _years(row) for row in read_csv(codes / "lists.csv")},
        code_years={
            (row["axis"], row["code"]): _years(row) for row in read_csv(codes / "years.csv")
        },
        signs=tuple(
            NonNegative(
                row["id"],
                row["form"],
                tuple(row.get("exempt", [])),
                row.get("reason_zh", ""),
                row.get("reason_en", ""),
            )
            for row in read_toml(rules / "signs.toml")["form"]
        ),
        disclosure=Disclosure(
            explanation=re.compile(disclosure["notes"]["explanation"]),
            no_data=re.compile(disclosure["notes"]["no_data"]),
            conditional=re.compile(disclosure["notes"]["conditional"]),
            sections=tuple(Section(**section) for section in disclosure["section"]),
        ),
        profiles=tuple(_profile(row) for row in read_toml(rules / "profiles.toml")["profile"]),
    )


def _years(row: Mapping[str, str]) -> Years:
    first, last = row["valid_from"], row["valid_to"]
    return Years(int(first) if first else None, int(last) if last else None)


def _profile(raw: Mapping[str, Any]) -> ProfileSpec:
    return ProfileSpec(
        raw["id"],
        raw["zh"],
        raw["en"],
        raw["level"],
        Years(raw.get("from"), raw.get("until")),
        tuple(raw.get("regions", [])),
        tuple(raw.get("optional_forms", [])),
        raw["source"],
    )
