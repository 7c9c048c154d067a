"""The language of messages: asked for, else that of the user's locale."""

from __future__ import annotations

import locale
import os

import click

_KEY = "juesuan.lang"


def default_language() -> str:
    """Return ``zh`` for a Chinese locale and ``en`` otherwise."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def _remember(ctx: click.Context, _: click.Parameter, lang: str) -> str:
    ctx.find_root().meta[_KEY] = lang
    return lang


def chosen_language(ctx: click.Context) -> str:
    """Return the language that the command was asked for, or the user's."""
    lang: str = ctx.find_root().meta.get(_KEY) or default_language()
    return lang


lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=default_language,
    show_default="from the locale",
    is_eager=True,
    callback=_remember,
    help="Language of messages.",
)
