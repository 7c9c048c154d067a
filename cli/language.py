"""The language of messages: asked for, else that of the user's locale."""

from __future__ import annotations

import locale
import os

import click


def default_language() -> str:
    """Return ``zh`` for a Chinese locale and ``en`` otherwise."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=default_language,
    show_default="from the locale",
    help="Language of messages.",
)
