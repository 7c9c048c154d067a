"""The rule set: derived from the dictionary, between forms, on codes, on completeness."""

from __future__ import annotations

from juesuan.schema.spec import Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.rules import classification, completeness, recognition
from juesuan.validators.rules.cross import cross_rules
from juesuan.validators.rules.derived import derived_rules
from juesuan.validators.rules.written import written_rules

WRITTEN = (classification, completeness, recognition)
"""The modules that hold written rules, in the order in which reports list them."""


def all_rules(dictionary: Dictionary) -> tuple[Rule, ...]:
    """Return all rules in the order in which reports list them."""
    return (*derived_rules(dictionary), *cross_rules(dictionary), *written_rules())
