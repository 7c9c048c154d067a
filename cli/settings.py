"""The options by which the user chooses rules, and the configuration file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

_OPTIONS = (
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Configuration file.  [default: the nearest juesuan.toml or pyproject.toml]",
    ),
    click.option(
        "--profile",
        metavar="NAME",
        help="Profile whose rules are checked (department, unit, …).  [default: the filing's own]",
    ),
    click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        help="Check these rules only: identifiers, or patterns such as F1-*.",
    ),
    click.option(
        "--ignore",
        metavar="RULES",
        multiple=True,
        help="Do not check these rules: identifiers, or patterns such as C-*.",
    ),
)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the settings; it gets them as ``settings``."""

    @wraps(command)
    def with_settings(
        *args: Any,
        config: Path | None,
        profile: str | None,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        **options: Any,
    ) -> Any:
        from juesuan.validators.config import find_settings, load_settings

        found = load_settings(config) if config else find_settings(Path.cwd())
        settings = found.with_options(profile, select, ignore)
        return command(*args, settings=settings, **options)

    for option in reversed(_OPTIONS):
        with_settings = option(with_settings)
    return with_settings
