"""The version of the rule set: it changes whenever a rule does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from juesuan.validators.model import RULESET_VERSION

if TYPE_CHECKING:
    from juesuan.validators.engine import Rule


def version_of(rules: Iterable[Rule]) -> str:
    """Return the version of rules: a number, and a digest of what each of them says.

    The digest covers identifiers, severities, forms, years, levels, texts, formulas and sources.
    What a rule means beyond its words changes the number, by hand.
    """
    digest = hashlib.sha256()
    for rule in rules:
        said = (
            rule.id,
            rule.severity.value,
            ",".join(rule.forms),
            f"{rule.years.first}-{rule.years.last}",
            ",".join(rule.levels),
            *(rule.text.zh, rule.text.en, rule.formula.zh, rule.formula.en, rule.source),
        )
        digest.update("\x1f".join(said).encode() + b"\x1e")
    return f"{RULESET_VERSION}+{digest.hexdigest()[:8]}"
