"""Assertions on sums as Schematron states them, before they become XML."""

from __future__ import annotations

from dataclasses import dataclass

from juesuan.schema.formulas import Words

Let = tuple[str, str]
"""The name and value of a variable."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: paths to the cells that are added, and to those subtracted.

    ``blanks`` are the slacks of cells left blank.
    """

    plus: str
    minus: str = ""
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One assertion: the left side equals the right one, or does not exceed it.

    ``id`` is the rule's identifier, with a point and a word behind it where a rule takes several
    assertions. ``unless`` are conditions under which a node of the context has nothing to compare;
    ``shown`` is an expression that tells a reader which row or column is meant.
    """

    id: str
    statement: Words
    severity: str
    context: str
    lets: tuple[Let, ...]
    left: Side
    right: Side
    unless: tuple[str, ...] = ()
    at_most: bool = False
    shown: str = ""

    @property
    def rule(self) -> str:
        """The identifier of the rule."""
        return self.id.partition(".")[0]
