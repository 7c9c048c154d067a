"""Finds the fewest figures whose change makes a filing's failed identities hold.

Every failed equation says by how much one of its figures would have to change; every equation
that holds says how far it may. A figure explains the failures on whose demand all of them agree.
Where no single one explains all failures that hang together, two exchanged figures may, or
several figures one after another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from juesuan.schema.limits import MAX_CAUSES, MAX_REPAIRS_TRIED
from juesuan.validators.identities import Relation
from juesuan.validators.misprints import Kind, kind_of
from juesuan.validators.model import Outcome, Severity
from juesuan.validators.system import Equation, System

_ENDLESS = 10**60
_TRIED = 4  # ways to begin an explanation by several figures
_MOST_VALUES = 41  # values looked at in the interval that rounding leaves to a figure

# How surprising a repair is, in the same measure as squared residuals by their variance.
_SURPRISE = {
    Kind.SIGN: 0,
    Kind.UNIT: 0,
    Kind.DECIMAL_POINT: 0,
    Kind.FIGURES_EXCHANGED: 0,
    Kind.DIGITS_EXCHANGED: 1,
    Kind.DIGIT: 3,
    Kind.DIGIT_LOST: 3,
    Kind.DIGIT_ADDED: 3,
    Kind.FIGURE_MISSING: 4,
    Kind.VALUE: 8,
}
_OUT_OF_ZERO = 6
_NEGATIVE = 10
_COINCIDENCE = 4  # two figures that differ by what one identity misses


@dataclass(frozen=True, slots=True)
class Change:
    """A figure's new value; ``low`` and ``high`` are the least and greatest that would do."""

    index: int
    value: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Repair:
    """One figure changed, or two exchanged, with the failed equations that then hold."""

    kind: Kind
    changes: tuple[Change, ...]
    fixed: frozenset[int]
    surprise: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A repair, and others that would explain the same failures, the least surprising first."""

    best: Repair
    others: tuple[Repair, ...]


@dataclass
class _State:
    """The figures and differences of a system, as some repairs leave them."""

    system: System
    values: list[int]
    differences: list[int]

    def after(self, repair: Repair) -> _State:
        """Return the state after a repair."""
        state = _State(self.system, self.values[:], self.differences[:])
        for change in repair.changes:
            delta = change.value - self.values[change.index]
            state.values[change.index] = change.value
            for number, coefficient in self.system.by_figure.get(change.index, ()):
                state.differences[number] += coefficient * delta
        return state

    def fails(self, number: int) -> bool:
        equation = self.system.equations[number]
        return equation.outcome_of(self.differences[number]) is Outcome.FAILED


@dataclass
class RepairSearch:
    """The search for the repairs of one filing."""

    system: System
    tried: int = 0
    _lines: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _columns: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the printed figures by row and by column."""
        for index in self.system.by_figure:
            figure = self.system.figures[index]
            if figure.decimals is not None:
                self._lines.setdefault((figure.form, figure.line), []).append(index)
                self._columns.setdefault((figure.form, figure.column), []).append(index)

    def explanations(self) -> list[Explanation]:
        """Return what explains the failed equations, as far as anything does."""
        equations = self.system.equations
        state = _State(self.system, self.system.values, [e.difference for e in equations])
        left = {
            number
            for number, equation in enumerate(equations)
            if equation.outcome is Outcome.FAILED and _is_hard(equation)
        }
        found: list[Explanation] = []
        while left:
            group = next(self._groups(left))
            for explanation in self._explain(group, state, MAX_CAUSES):
                found.append(explanation)
                state = state.after(explanation.best)
            left = {number for number in left - group if state.fails(number)}
        return self._crossed(self._exchanged(found))

    def _exchanged(self, found: list[Explanation]) -> list[Explanation]:
        """Explain by the exchange of two figures what otherwise takes several repairs."""
        if len(found) < 2:
            return found
        equations = self.system.equations
        state = _State(self.system, self.system.values, [e.difference for e in equations])
        group = frozenset(n for explanation in found for n in explanation.best.fixed)
        repairs = sorted(
            self._exchanges(self._suspects(group), group, state),
            key=lambda r: (-len(r.fixed), r.surprise, [c.index for c in r.changes]),
        )
        for repair in repairs:
            rest = [e for e in found if not e.best.fixed <= repair.fixed]
            if len(rest) < len(found) - 1:
                others = [r for r in repairs if r is not repair and r.fixed == repair.fixed]
                return [*rest, Explanation(repair, tuple(others))]
        return found

    def _crossed(self, found: list[Explanation]) -> list[Explanation]:
        """Make one explanation of two that put in each of two figures what the other one is."""
        for second in range(len(found)):
            for first in range(second):
                for pair in product(_all(found[first]), _all(found[second])):
                    if repair := self._crosswise(*pair):
                        rest = [e for n, e in enumerate(found) if n not in (first, second)]
                        return self._crossed([*rest, Explanation(repair, ())])
        return found

    def _crosswise(self, one: Repair, other: Repair) -> Repair | None:
        if len(one.changes) != 1 or len(other.changes) != 1:
            return None
        (a,), (b,) = one.changes, other.changes
        values, figures = self.system.values, self.system.figures
        if figures[a.index].form != figures[b.index].form or values[a.index] == values[b.index]:
            return None
        if not (a.low <= values[b.index] <= a.high and b.low <= values[a.index] <= b.high):
            return None
        changes = tuple(
            Change(i, values[j], values[j], values[j])
            for i, j in ((a.index, b.index), (b.index, a.index))
        )
        return Repair(Kind.FIGURES_EXCHANGED, changes, one.fixed | other.fixed, 0.0)

    def _groups(self, failed: Iterable[int]) -> Iterator[frozenset[int]]:
        """Yield failed equations that hang together by a figure."""
        left = set(failed)
        by_figure = self.system.by_figure
        while left:
            group: set[int] = set()
            fringe = {min(left)}
            while fringe:
                number = fringe.pop()
                group.add(number)
                left.discard(number)
                for index in self.system.equations[number].terms:
                    fringe.update(n for n, _ in by_figure.get(index, ()) if n in left)
            yield frozenset(group)

    def _explain(self, group: frozenset[int], state: _State, most: int) -> list[Explanation]:
        """Return the fewest repairs for a group of failures; what cannot be explained is left."""
        if not group or most == 0 or self.tried > MAX_REPAIRS_TRIED:
            return []
        repairs = self._repairs(group, state)
        whole = [repair for repair in repairs if repair.fixed >= group]
        if whole:
            return [Explanation(whole[0], tuple(whole[1:]))]
        best: list[Explanation] = []
        merit: tuple[int, int, float] | None = None
        for repair in repairs[:_TRIED]:
            after = state.after(repair)
            rest = frozenset(n for n in group if after.fails(n))
            found = [Explanation(repair, ())]
            for part in self._groups(rest):
                found += self._explain(part, after, most - 1)
            fixed = len(group) - len(rest) + sum(len(e.best.fixed) for e in found[1:])
            surprise = sum(e.best.surprise for e in found)
            if merit is None or (-fixed, len(found), surprise) < merit:
                best, merit = found, (-fixed, len(found), surprise)
            if merit[0] == -len(group) and len(best) == 2:
                break
        return best

    def _repairs(self, group: frozenset[int], state: _State) -> list[Repair]:
        """Return repairs that break nothing, those that explain most of a group first."""
        suspects = self._suspects(group)
        repairs = []
        for index in suspects:
            self.tried += 1
            if repair := self._single(index, group, state):
                repairs.append(repair)
        most = max((len(repair.fixed) for repair in repairs), default=0)
        if most < len(group):
            repairs += self._exchanges(suspects, group, state)
        repairs.sort(key=lambda r: (-len(r.fixed), r.surprise, [c.index for c in r.changes]))
        return repairs

    def _suspects(self, group: frozenset[int]) -> list[int]:
        """Return the figures of failed equations, empty cells of printed rows among them."""
        figures = {index for number in group for index in self.system.equations[number].terms}
        return sorted(index for index in figures if self._is_printed(index))

    # --- one figure ---------------------------------------------------------------------------

    def _single(self, index: int, group: frozenset[int], state: _State) -> Repair | None:
        """Return the change of one figure that explains most failures and breaks nothing."""
        low, high = -_ENDLESS, _ENDLESS
        demands: list[tuple[int, int, int]] = []
        for number, coefficient in self.system.by_figure.get(index, ()):
            equation = self.system.equations[number]
            least, greatest = _interval(equation, state.differences[number], coefficient)
            if number in group:
                demands.append((number, least, greatest))
            elif _is_hard(equation) and not state.fails(number):
                low, high = max(low, least), min(high, greatest)
        best: Repair | None = None
        for _, least, greatest in demands:
            at, to, fixed = max(low, least), min(high, greatest), set()
            if at > to:
                continue
            for number, first, last in demands:
                if max(at, first) <= min(to, last):
                    at, to = max(at, first), min(to, last)
                    fixed.add(number)
            if best is not None and len(fixed) <= len(best.fixed):
                continue
            best = self._valued(index, at, to, frozenset(fixed), state) or best
        return best

    def _valued(
        self, index: int, least: int, greatest: int, fixed: frozenset[int], state: _State
    ) -> Repair | None:
        """Choose the value that a figure most likely had, of those that an interval allows."""
        figure, value = self.system.figures[index], state.values[index]
        grid = self._grid(index, fixed)
        first, last = -((-value - least) // grid), (value + greatest) // grid
        if first > last:
            return None
        if last - first >= _MOST_VALUES:
            # one-sided demands and coarse neighbours: the least change that will do
            near = min(max(value // grid, first), last)
            first, last = max(first, near - 1), min(last, near + 1)
        empty = figure.decimals is None
        choices = []
        for number in range(first, last + 1):
            kind = Kind.FIGURE_MISSING if empty else kind_of(value // grid, number)
            surprise = _SURPRISE[kind] + self._residuals({index: number * grid}, fixed, state)
            if value == 0 and not empty:
                surprise += _OUT_OF_ZERO
            if number < 0 <= value:
                surprise += _NEGATIVE
            if number * grid != value:
                choices.append((surprise, abs(number * grid - value), number, kind))
        if not choices:
            return None
        surprise, _, number, kind = min(choices)
        change = Change(index, number * grid, first * grid, last * grid)
        return Repair(kind, (change,), fixed, surprise)

    def _is_printed(self, index: int) -> bool:
        """Return whether a figure's row and column are printed, be its own cell empty or not."""
        figure = self.system.figures[index]
        column = (figure.form, figure.column)
        return (figure.form, figure.line) in self._lines and column in self._columns

    def _grid(self, index: int, fixed: frozenset[int]) -> int:
        """Return the unit of a figure's last digit; for an empty cell, of those it adds up with."""
        half = self.system.halves[index]
        if not half:
            terms = (i for n in fixed for i in self.system.equations[n].terms)
            half = min((h for i in terms if (h := self.system.halves[i])), default=0)
        return 2 * half or 1

    def _residuals(self, values: dict[int, int], fixed: Collection[int], state: _State) -> float:
        """Return by how much more the equations of changed figures then miss what is exact.

        In squares by the variance that rounding makes likely; what was failing missed nothing.
        """
        deltas: dict[int, int] = {}
        for index, value in values.items():
            for number, coefficient in self.system.by_figure.get(index, ()):
                delta = coefficient * (value - state.values[index])
                deltas[number] = deltas.get(number, 0) + delta
        missed = 0.0
        for number, delta in deltas.items():
            equation = self.system.equations[number]
            if equation.identity.relation is Relation.EQUAL:
                variance = equation.slack**2 / 3 / max(1, len(equation.terms)) or 1.0
                before = 0 if number in fixed else state.differences[number]
                after = state.differences[number] + delta
                missed += min(after**2 / variance, 99.0) - min(before**2 / variance, 99.0)
        return missed

    # --- two figures --------------------------------------------------------------------------

    def _exchanges(
        self, suspects: Sequence[int], group: frozenset[int], state: _State
    ) -> Iterator[Repair]:
        """Yield exchanges of two figures of one row or one column that explain failures."""
        seen: set[tuple[int, int]] = set()
        for index in suspects:
            figure = self.system.figures[index]
            row = self._lines.get((figure.form, figure.line), [])
            column = self._columns.get((figure.form, figure.column), [])
            for other in (*row, *column):
                pair = (min(index, other), max(index, other))
                if state.values[index] == state.values[other] or pair in seen:
                    continue
                seen.add(pair)
                self.tried += 1
                if repair := self._exchange(*pair, group, state):
                    yield repair

    def _exchange(
        self, first: int, second: int, group: frozenset[int], state: _State
    ) -> Repair | None:
        delta = state.values[second] - state.values[first]
        moved: dict[int, int] = {}
        for index, change in ((first, delta), (second, -delta)):
            for number, coefficient in self.system.by_figure.get(index, ()):
                moved[number] = moved.get(number, 0) + coefficient * change
        fixed = set()
        for number, change in moved.items():
            equation = self.system.equations[number]
            fails = equation.outcome_of(state.differences[number] + change) is Outcome.FAILED
            if not _is_hard(equation):
                continue
            if state.fails(number) and not fails:
                fixed.add(number)
            elif fails and not state.fails(number):
                return None
        if not fixed & group:
            return None
        values = {first: state.values[second], second: state.values[first]}
        changes = tuple(Change(i, v, v, v) for i, v in values.items())
        kind = Kind.FIGURES_EXCHANGED
        surprise = _SURPRISE[kind] + self._residuals(values, fixed, state)
        surprise += _COINCIDENCE if len(fixed) == 1 else 0
        return Repair(kind, changes, frozenset(fixed), surprise)


def _is_hard(equation: Equation) -> bool:
    """Return whether an equation must hold; what a warning says may be so for good reasons."""
    return equation.rule.severity is Severity.ERROR


def _all(explanation: Explanation) -> tuple[Repair, ...]:
    return explanation.best, *explanation.others


def _interval(equation: Equation, difference: int, coefficient: int) -> tuple[int, int]:
    """Return the least and greatest change of a figure at which an equation holds."""
    greatest = equation.slack - difference
    least = -equation.slack - difference
    if equation.identity.relation is Relation.AT_MOST:
        least = -_ENDLESS
    if coefficient < 0:
        least, greatest, coefficient = -greatest, -least, -coefficient
    return -(-least // coefficient), greatest // coefficient
