"""Prints scores: totals, by form, by feature, and the first failures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from bench.accuracy.score import Score

_COLUMNS = ("truth", "right", "wrong", "missing", "invented")


def print_report(scores: list[Score], failures: int) -> None:
    """Print what became of the documents' cells."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for score in scores:
        for form, counts in score.forms.items():
            forms[form] += counts
    _head("form")
    for form in sorted(forms):
        _line(form, forms[form])
    _line("total", sum(forms.values(), Counter()))
    print()
    _head("feature", "documents", "all right", "false errors")
    features = sorted({feature for score in scores for feature in score.features})
    for feature in features:
        group = [score for score in scores if feature in score.features]
        _line(feature, sum((s.total for s in group), Counter()), *_documents(group))
    _line("total", sum((s.total for s in scores), Counter()), *_documents(scores))
    seconds = sum(score.seconds for score in scores)
    print(f"\n{len(scores)} documents, {seconds:.1f} s CPU in convert, "
          f"{seconds / max(1, len(scores)):.2f} s each")  # fmt: skip
    if failures:
        _print_failures(scores, failures)


def _documents(scores: Iterable[Score]) -> tuple[int, int, int]:
    scores = list(scores)
    good = sum(score.good for score in scores)
    return len(scores), good, sum(len(score.false_errors) for score in scores)


def _head(first: str, *more: str) -> None:
    columns = "".join(f"{name:>10}" for name in _COLUMNS)
    print(f"{first:<44}{columns}{'right %':>10}" + "".join(f"{name:>13}" for name in more))


def _line(name: str, counts: Counter[str], *more: int) -> None:
    share = 100 * counts["right"] / counts["truth"] if counts["truth"] else 100.0
    columns = "".join(f"{counts[column]:>10}" for column in _COLUMNS)
    print(f"{name:<44}{columns}{share:>10.2f}" + "".join(f"{value:>13}" for value in more))


def _print_failures(scores: list[Score], count: int) -> None:
    for score in scores:
        if score.good:
            continue
        print(f"\n{score.document}  [{' '.join(score.features)}]")
        if score.error:
            print(f"  {score.error}")
        for text in score.failures[:count]:
            print(f"  {text}")
        if len(score.failures) > count:
            print(f"  … {len(score.failures) - count} more")
        for text in score.false_errors[:count]:
            print(f"  FALSE ERROR {text}")
