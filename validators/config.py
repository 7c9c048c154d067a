"""The user's settings: which rules are checked, how serious they are, what is waived.

They stand in ``juesuan.toml``, or under ``[tool.juesuan]`` in ``pyproject.toml``: the nearest one
from the working folder upwards.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import UsageError
from juesuan.schema.limits import MAX_CONFIG_BYTES
from juesuan.validators.engine import rule_set
from juesuan.validators.model import Severity
from juesuan.validators.profile import find_profile
from juesuan.validators.waivers import Waiver

OWN_FILE = "juesuan.toml"
PROJECT_FILE = "pyproject.toml"
_KEYS = ("profile", "select", "ignore", "severity", "waivers")
_WAIVER_KEYS = ("rule", "reason", "form", "line", "column", "entity", "expires")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asks of the rules; the default asks for all of them as they are.

    ``select`` and ``ignore`` hold identifiers, or patterns such as ``F1-*``; without ``select``
    every rule is meant. ``source`` is the file that the settings come from.
    """

    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    source: Path | None = None

    def selects(self, rule_id: str) -> bool:
        """Return whether a rule is to be checked."""
        chosen = not self.select or matches(rule_id, self.select)
        return chosen and not matches(rule_id, self.ignore)

    def with_options(
        self, profile: str | None, select: Iterable[str], ignore: Iterable[str]
    ) -> Settings:
        """Return the settings with those of the command line.

        A profile and a selection replace what the file says; what is ignored is added to it.
        UsageError for a profile or rule that does not exist.
        """
        select, ignore = _patterns(select, "--select"), _patterns(ignore, "--ignore")
        if profile is not None:
            find_profile(profile, load_dictionary().rulebook)
        return replace(
            self,
            profile=profile or self.profile,
            select=select or self.select,
            ignore=(*self.ignore, *ignore),
        )


def matches(rule_id: str, patterns: Iterable[str]) -> bool:
    """Return whether an identifier is one of some identifiers and patterns, in whatever case."""
    return any(fnmatchcase(rule_id.lower(), pattern.lower()) for pattern in patterns)


def find_settings(folder: Path) -> Settings:
    """Return the settings of the nearest file from a folder upwards, or the default ones.

    UsageError, in one line, for a file that cannot be read or says what it cannot mean.
    """
    for parent in (folder, *folder.parents):
        for name in (OWN_FILE, PROJECT_FILE):
            path = parent / name
            if path.is_file() and (table := _table(path)) is not None:
                return _settings(table, path)
    return Settings()


def load_settings(path: Path) -> Settings:
    """Return the settings of a file; UsageError, in one line, where they cannot be read."""
    table = _table(path)
    if table is None:
        raise UsageError(f"{path}：没有 [tool.juesuan]", f"{path}: there is no [tool.juesuan]")
    return _settings(table, path)


def _table(path: Path) -> dict[str, Any] | None:
    """Return what a file says of the program: all of ``juesuan.toml``, or its part of a project."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_CONFIG_BYTES + 1)
        if len(data) > MAX_CONFIG_BYTES:
            raise UsageError(f"{path}：文件过大", f"{path}: the file is too large")
        document = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise UsageError(
            f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        if path.name == PROJECT_FILE:
            return None  # a broken project file is for the project's own tools to report
        said = " ".join(str(error).split())
        raise UsageError(f"{path}：不是 TOML（{said}）", f"{path}: not TOML ({said})") from None
    if path.name != PROJECT_FILE:
        return document
    tool = document.get("tool")
    table = tool.get("juesuan") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _settings(table: Mapping[str, Any], path: Path) -> Settings:
    _check_keys(table, _KEYS, str(path))
    profile = table.get("profile")
    if profile is not None:
        find_profile(_text(profile, f"{path}: profile"), load_dictionary().rulebook)
    return Settings(
        profile,
        _patterns(_texts(table.get("select", []), f"{path}: select"), f"{path}: select"),
        _patterns(_texts(table.get("ignore", []), f"{path}: ignore"), f"{path}: ignore"),
        _severities(table.get("severity", {}), f"{path}: severity"),
        _waivers(table.get("waivers", []), f"{path}: waivers"),
        path,
    )


def _severities(table: object, where: str) -> dict[str, Severity]:
    if not isinstance(table, dict):
        raise _wrong_type(where, "a table of rule identifiers")
    levels = {level.value for level in Severity}
    for rule_id, level in table.items():
        if level not in levels:
            known = ", ".join(s.value for s in Severity)
            raise UsageError(
                f"{where}：{rule_id} 的级别应为 {known} 之一",
                f"{where}: the severity of {rule_id} is one of {known}",
            )
    return {_rule_id(rule_id, where): Severity(level) for rule_id, level in table.items()}


def _waivers(entries: object, where: str) -> tuple[Waiver, ...]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _wrong_type(where, "an array of tables ([[waivers]])")
    return tuple(_waiver(entry, f"{where}[{n}]") for n, entry in enumerate(entries, 1))


def _waiver(entry: Mapping[str, Any], where: str) -> Waiver:
    _check_keys(entry, _WAIVER_KEYS, where)
    for key in ("rule", "reason"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise UsageError(f"{where}：缺少 {key}", f"{where}: {key} is missing")
    form, expires = entry.get("form"), entry.get("expires")
    if form is not None and form not in {spec.id for spec in load_dictionary().forms}:
        raise UsageError(f"{where}：没有表 {form}", f"{where}: there is no form {form}")
    if expires is not None and type(expires) is not date:
        raise _wrong_type(f"{where}: expires", "a date such as 2026-12-31")
    return Waiver(
        rule=_rule_id(entry["rule"], where),
        reason=entry["reason"].strip(),
        form=form,
        line=_optional(entry, "line", where),
        column=_optional(entry, "column", where),
        entity=_optional(entry, "entity", where),
        expires=expires,
    )


def _rule_id(name: str, where: str) -> str:
    """Return the identifier of a rule as the rule set spells it."""
    for rule in rule_set():
        if rule.id.lower() == name.lower():
            return rule.id
    raise UsageError(f"{where}：没有规则 {name}", f"{where}: there is no rule {name}")


def _patterns(patterns: Iterable[str], where: str) -> tuple[str, ...]:
    """Return patterns of identifiers, each of which some rule matches."""
    found = tuple(part for text in patterns for part in text.replace(",", " ").split())
    for pattern in found:
        if not any(matches(rule.id, [pattern]) for rule in rule_set()):
            raise UsageError(
                f"{where}：没有规则 {pattern}（一组规则写作 F1-*）",
                f"{where}: there is no rule {pattern} (several are written F1-*)",
            )
    return found


def _check_keys(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise UsageError(
                f"{where}：未知的键 {key}（可用：{', '.join(known)}）",
                f"{where}: unknown key {key} (known: {', '.join(known)})",
            )


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong_type(where, "a text")
    return value


def _texts(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong_type(where, "an array of texts")
    return value


def _optional(entry: Mapping[str, Any], key: str, where: str) -> str | None:
    return _text(entry[key], f"{where}: {key}") if key in entry else None


def _wrong_type(where: str, expected: str) -> UsageError:
    return UsageError(f"{where}：类型不对（应为 {expected}）", f"{where}: expected {expected}")
