"""Proposals: another reading of a figure that was read from an image, and taking it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from juesuan.schema.filing import Filing


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another reading of the ``number``-th figure of a filing (from 0, in canonical order).

    ``read`` is the text as it was read, ``taken`` the text proposed; ``value`` (in the figure's
    unit, yuan for money) and ``decimals`` are what the proposed text stands for.
    """

    number: int
    read: str
    taken: str
    value: Decimal
    decimals: int


def accept_proposals(filing: Filing, proposals: Iterable[Proposal]) -> Filing:
    """Return the filing with the proposed values; its provenance keeps what was read."""
    by_number = {proposal.number: proposal for proposal in proposals}
    if not by_number:
        return filing
    forms, number = [], 0
    for form in filing.forms:
        rows = []
        for row in form.rows:
            facts = list(row.facts)
            for index, fact in enumerate(facts):
                proposal = by_number.get(number)
                number += 1
                if proposal and fact.recognition:
                    facts[index] = replace(
                        fact,
                        value=proposal.value,
                        decimals=proposal.decimals,
                        recognition=replace(fact.recognition, taken=proposal.taken),
                    )
            rows.append(replace(row, facts=tuple(facts)))
        forms.append(replace(form, rows=tuple(rows)))
    return replace(filing, forms=tuple(forms))
