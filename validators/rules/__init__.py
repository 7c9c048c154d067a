"""The rule set: derived from the dictionary, between forms and years, on codes, on disclosure."""

from __future__ import annotations

from juesuan.schema.spec import Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.rules import (
    balances,
    classification,
    code_lists,
    completeness,
    disclosure,
    omissions,
    practice,
    recognition,
    years,
)
from juesuan.validators.rules.cross import cross_rules
from juesuan.validators.rules.derived import derived_rules
from juesuan.validators.rules.signs import sign_rules
from juesuan.validators.rules.written import written_rules

WRITTEN = (
    balances,
    practice,
    classification,
    code_lists,
    completeness,
    disclosure,
    omissions,
    recognition,
    years,
)
"""The modules that hold written rules, in the order in which reports list them."""


def all_rules(dictionary: Dictionary) -> tuple[Rule, ...]:
    """Return all rules in the order in which reports list them."""
    return (
        *derived_rules(dictionary),
        *sign_rules(dictionary),
        *cross_rules(dictionary),
        *written_rules(),
    )
