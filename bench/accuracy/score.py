"""Converts documents and compares the facts with the truth. The only module that knows juesuan."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

Key = tuple[str, str, str]


@dataclass
class Score:
    """What became of one document's cells; ``failures`` says it cell by cell."""

    document: str
    features: tuple[str, ...]
    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failures: list[str] = field(default_factory=list)
    false_errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    error: str = ""

    @property
    def total(self) -> Counter[str]:
        """All forms together."""
        return sum(self.forms.values(), Counter())

    @property
    def good(self) -> bool:
        """Whether nothing at all went wrong."""
        return not (self.failures or self.false_errors or self.error)


def documents(folder: Path, only: str = "") -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each document of a folder with its truth."""
    for truth in sorted(folder.glob("*.truth.json")):
        name = truth.name.removesuffix(".truth.json")
        if only not in name:
            continue
        for path in sorted(folder.glob(f"{name}.*")):
            if path != truth:
                yield path, json.loads(truth.read_text(encoding="utf-8"))


def score_folder(folder: Path, only: str = "", jobs: int = 1) -> list[Score]:
    """Return the scores of all documents, in order of name."""
    work = list(documents(folder, only))
    if jobs == 1:
        return [score_document(path, truth) for path, truth in work]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(score_document, *zip(*work, strict=True), chunksize=4))


def score_document(path: Path, truth: dict[str, Any]) -> Score:
    """Convert one document and compare."""
    from juesuan.converter.convert import convert_file
    from juesuan.schema.errors import JuesuanError

    score = Score(path.name, tuple(truth["features"]))
    start = time.process_time()
    try:
        filing = convert_file(path)
    except JuesuanError as error:
        score.error = str(error)
        filing = None
    except Exception as error:  # a crash is a result, too
        score.error = f"CRASH {type(error).__name__}: {error}"
        filing = None
    score.seconds = time.process_time() - start
    _compare(score, truth, filing)
    if filing is not None:
        _check_head(score, truth, filing)
        if truth.get("sound"):
            score.false_errors = list(_false_errors(filing))
    return score


def printed_texts(path: Path) -> Iterator[str]:
    """Yield the printed texts of a document's facts and leftovers."""
    from juesuan.converter.convert import convert_file

    filing = convert_file(path)
    yield from (fact.printed or "" for _, _, fact in filing.facts())
    yield from _leftovers(filing)


def _facts(filing: Any) -> dict[Key, list[Any]]:
    facts: dict[Key, list[Any]] = defaultdict(list)
    for form, row, fact in filing.facts() if filing is not None else ():
        facts[form.id, row.code or row.line, fact.column].append(fact)
    return facts


def _compare(score: Score, truth: dict[str, Any], filing: Any) -> None:
    facts = _facts(filing)
    rows, columns = defaultdict(set), defaultdict(set)
    for cell in truth["cells"]:
        key = (cell["form"], cell["row"], cell["column"])
        rows[key[0]].add(key[1])
        columns[key[0]].add(key[2])
        counts = score.forms[key[0]]
        counts["truth"] += 1
        found = facts.pop(key, [])
        if not found:
            counts["missing"] += 1
            score.failures.append(f"missing  {' '.join(key)} = {cell['printed']}")
        elif found[0].value == Decimal(cell["value"]):
            counts["right"] += 1
        else:
            counts["wrong"] += 1
            score.failures.append(
                f"wrong    {' '.join(key)} = {cell['printed']}, read {found[0].printed}"
            )
        facts.update({(*key[:2], f"{key[2]} again"): found[1:]} if found[1:] else {})
    kept = Counter(plain(cell["printed"]) for cell in truth["kept"])
    needed = Counter(plain(c["printed"]) for c in truth["kept"] if not c.get("optional"))
    left = Counter(plain(text) for text in _leftovers(filing))
    taken: Counter[str] = Counter()
    for (form, row, column), found in sorted(facts.items()):
        for fact in found:
            new = column not in columns[form] or row not in rows[form]
            text = plain(fact.printed or "")
            if new and kept[text] > taken[text]:
                taken[text] += 1
                left[text] += 1
                continue
            score.forms[form]["invented"] += 1
            score.failures.append(f"invented {form} {row} {column} = {fact.printed}")
    counts = score.forms["(kept)"]
    for text, wanted in needed.items():
        counts["truth"] += wanted
        got = min(wanted, left[text])
        counts["right"] += got
        counts["missing"] += wanted - got
        if got < wanted:
            score.failures.append(f"lost     {wanted - got} × {text} is neither fact nor leftover")


def plain(text: str) -> str:
    """Return a printed text without spaces, full-width digits as ASCII ones."""
    import unicodedata

    return "".join(unicodedata.normalize("NFKC", text).split())


def _leftovers(filing: Any) -> Iterator[str]:
    """Yield the texts of all leftovers, wherever a filing keeps them."""
    waiting: list[Any] = [filing]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (tuple, list)):
            waiting += thing
        elif type(thing).__name__ == "Unmapped":
            yield thing.text
        elif type(thing).__name__ == "Fact":
            continue
        elif hasattr(thing, "__dataclass_fields__"):
            fields = thing.__dataclass_fields__
            waiting += [getattr(thing, name) for name in fields if not name.startswith("_")]


def _check_head(score: Score, truth: dict[str, Any], filing: Any) -> None:
    """Compare entity, year, level and units; each is a cell of the form (head)."""
    units = {form.id: form.published_unit for form in filing.forms}
    pairs = [
        ("entity", truth["entity"], filing.entity.name),
        ("year", truth["year"], filing.fiscal_year),
        *(
            (f"unit of {form}", unit, units[form])
            for form, unit in truth["units"].items()
            if form in units
        ),
    ]
    for name, wanted, got in pairs:
        score.forms["(head)"]["truth"] += 1
        score.forms["(head)"]["right" if wanted == got else "wrong"] += 1
        if wanted != got:
            score.failures.append(f"wrong    {name} = {wanted}, read {got}")


def _false_errors(filing: Any) -> Iterator[str]:
    from juesuan.validators.model import Outcome, Severity
    from juesuan.validators.report.model import report_on

    for finding in report_on("", filing, ()).findings:
        if finding.outcome == Outcome.FAILED and finding.severity == Severity.ERROR:
            yield f"{finding.rule}: {finding.message.zh}"
