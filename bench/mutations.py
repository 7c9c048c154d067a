"""Puts single faults into sound filings and counts which the rules detect and the diagnosis finds.

Run ``python -m bench.mutations`` (``--help`` for its options).
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import click

from bench.changes import Fault, Key, cell_faults, identities_of, key_of, row_faults
from bench.sound import sound_filing
from juesuan.converter.convert import convert_file
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing
from juesuan.validators.causes import Confidence, Suspect
from juesuan.validators.diagnosis import diagnose
from juesuan.validators.engine import Examination, examine, run_rules
from juesuan.validators.model import Outcome

SAMPLES = Path(__file__).parents[1] / "samples"


@dataclass
class Tally:
    """What became of faults: how many, and how many were detected, located, named, accused.

    ``invisible`` are undetected exchanges that leave every identity as it was.
    """

    faults: int = 0
    detected: int = 0
    located: int = 0
    named: int = 0
    accused: int = 0
    invisible: int = 0

    def add(self, other: Tally) -> None:
        for name in vars(other):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Result:
    """The tallies of one filing, by form and kind, and its cells that are in no identity."""

    name: str
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    cells: int = 0
    free: Counter[Key] = field(default_factory=Counter)
    failures: int = 0


def mutate(name: str, filing: Filing, every: int) -> Result:
    """Put each fault into a filing; ``every``: into each n-th cell and row only."""
    sound = examine(filing)
    result = Result(name, failures=_failures(sound)[0])
    allowed = identities_of(sound)
    printed = [i for i, figure in enumerate(sound.facts.figures) if figure.decimals is not None]
    result.cells = len(printed)
    result.free.update(key_of(sound.facts.figures[i]) for i in printed if i not in allowed)
    for index in printed[::every]:
        for fault in cell_faults(sound, index, allowed.get(index, [])) if index in allowed else ():
            _judge(fault, sound, result)
    rows = [(form, row) for form in filing.forms for row in form.rows]
    for form, row in rows[::every]:
        for fault in row_faults(filing, form, row):
            _judge(fault, sound, result)
    return result


def _failures(examination: Examination) -> tuple[int, Counter[str]]:
    rules = Counter(c.rule for c in examination.checks if c.outcome is Outcome.FAILED)
    return sum(rules.values()), rules


def _missed_by(examination: Examination) -> list[int]:
    return [equation.difference for equation in examination.system.equations]


def _judge(fault: Fault, sound: Examination, result: Result) -> None:
    """Run the rules and the diagnosis on a filing with a fault, and count what they find."""
    examination = examine(fault.filing)
    tally = Tally(faults=1)
    tally.detected = int(bool(_failures(examination)[1] - _failures(sound)[1]))
    tally.invisible = int(not tally.detected and _missed_by(examination) == _missed_by(sound))
    causes = diagnose(examination)
    first = [_named(cause.suspect) for cause in causes]
    # where the report says that two are as likely, it names both
    first += [
        _named(cause.alternatives[0])
        for cause in causes
        if cause.confidence is Confidence.AMBIGUOUS and cause.alternatives
    ]
    others = [_named(suspect) for cause in causes for suspect in cause.alternatives]
    wanted = fault.cells
    tally.located = int(any(cells == wanted for cells in first))
    tally.named = int(any(cells == wanted for cells in (*first, *others)))
    tally.accused = int(
        any(
            not _named(cause.suspect) & wanted and cause.confidence is not Confidence.AMBIGUOUS
            for cause in causes
        )
    )
    form = next(iter(wanted))[0]
    result.tallies.setdefault((form, fault.kind), Tally()).add(tally)
    if not tally.located or tally.accused:
        verdict = ("undetected", "not located")[tally.detected] + (" ACCUSED" * tally.accused)
        result.missed.append(f"{result.name} {verdict} {fault.kind} {sorted(wanted)}: {first[:2]}")


def _named(suspect: Suspect) -> frozenset[Key]:
    """Return the cells that a suspect names; of rows, the rows."""
    if suspect.kind in ("row-missing", "code-mistyped"):
        return frozenset((c.operand.form, c.operand.line, "") for c in suspect.cells)
    return frozenset(key_of(c.operand) for c in suspect.cells)


def _filings(count: int, samples: bool) -> Iterator[tuple[str, Filing]]:
    for seed in range(1, count + 1):
        yield f"made-{seed}", sound_filing(seed)
    for path in sorted(SAMPLES.iterdir()) if samples else ():
        yield path.name, convert_file(path)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.2f} %" if whole else "     - "


def _table(results: Iterable[Result], by: int) -> Iterator[str]:
    """Yield the tallies by form (0) or by kind (1), and in total."""
    table: dict[str, Tally] = {}
    for result in results:
        for key, tally in result.tallies.items():
            table.setdefault(key[by], Tally()).add(tally)
            table.setdefault("total", Tally()).add(tally)
    table["total"] = table.pop("total")
    heads = ("detected", "located", "named", "accused", "invisible")
    yield f"{'':34}{'faults':>8}" + "".join(f"{head:>10}" for head in heads)
    for name, tally in table.items():
        shares = "".join(f"{_share(getattr(tally, head), tally.faults):>10}" for head in heads)
        yield f"{name:34}{tally.faults:8}{shares}"


def _free(results: list[Result]) -> Iterator[str]:
    """Yield the share of cells that are in no identity, and which they are."""
    names: Counter[str] = Counter()
    for result in results:
        for form, row, column in result.free:
            names[f"{form}: {row if not row.isdigit() else 'code'} / {column}"] += 1
    cells = sum(result.cells for result in results)
    yield f"cells in no identity: {_share(sum(names.values()), cells).strip()} of {cells}"
    yield from (f"  {count:5} {name}" for name, count in names.most_common())


def _speed(filings: list[tuple[str, Filing]]) -> Iterator[str]:
    """Yield how long all rules take on one filing, and how many checks that is a second."""
    longest, checks, total = 0.0, 0, 0.0
    for _, filing in filings:
        run_rules(filing)
        times = []
        for _ in range(7):
            start = time.process_time()
            done = run_rules(filing)
            times.append(time.process_time() - start)
        longest = max(longest, min(times))
        checks, total = checks + len(done), total + min(times)
    yield f"all rules on one filing: at most {longest * 1000:.1f} ms"
    yield f"checks: {checks / total:,.0f} a second on one core"


@click.command()
@click.option("--filings", default=6, show_default=True, help="Made-up filings to take.")
@click.option("--samples/--no-samples", default=True, help="Take the sample documents too.")
@click.option("--every", default=1, show_default=True, help="Change each n-th cell only.")
@click.option("--sound", default=100, show_default=True, help="Sound filings that must pass.")
@click.option("--missed", is_flag=True, help="Print each fault that was not located.")
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, help="Processes.")
def main(filings: int, samples: bool, every: int, sound: int, missed: bool, jobs: int) -> None:
    """Change one cell at a time; print what is detected, located and falsely accused.

    detected: a check fails that did not. located: the changed cell is the one named, or one of
    the first two where the report says that it cannot tell (of a row: the row; of exchanged
    figures: both).
    named: it is among the alternatives at least. accused: another cell is named without doubt.
    invisible: undetected, as every identity comes out as before (two addends of one sum exchanged).
    """
    load_dictionary()
    taken = list(_filings(filings, samples))
    with ProcessPoolExecutor(jobs) as pool:
        tasks = [pool.submit(mutate, name, filing, every) for name, filing in taken]
        results = [task.result() for task in tasks]
    for by in (0, 1):
        click.echo("\n".join(_table(results, by)) + "\n")
    click.echo("\n".join(_free(results)))
    failed = sum(_failures(examine(sound_filing(seed)))[0] for seed in range(1, sound + 1))
    click.echo(f"failures on {sound} sound filings: {failed}")
    for result in results:
        if result.failures:
            click.echo(f"failures before any change: {result.name} {result.failures}")
    click.echo("\n".join(_speed(taken)))
    if missed:
        click.echo("\n".join(line for result in results for line in result.missed))


if __name__ == "__main__":
    main()
