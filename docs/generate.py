"""Writes the pages of the docs that the program determines: the rule book in both languages.

``python -m docs.generate`` from the repository's root; ``--check`` names stale pages instead. The
example of a rule is the unsound filing of its test.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.generate.schematron_cross import cross_patterns
from juesuan.schema.generate.schematron_forms import form_patterns
from juesuan.validators.model import Text
from juesuan.validators.report.model import report_on
from juesuan.validators.rules.catalogue import rule_page
from tests.validators.more_examples import ALL_EXAMPLES, PENDING, filings_of

FOLDER = Path(__file__).resolve().parent
_NOT_YET = Text("尚不能校验（见规则所报原因）", "cannot be checked yet (the report says why)")
PAGES = {"zh": "rules.md", "en": "rules.en.md"}


def pages() -> dict[str, str]:
    """Return the generated pages by file name."""
    examples = {rule_id: _example(rule_id) for rule_id in ALL_EXAMPLES}
    examples |= dict.fromkeys(PENDING, _NOT_YET)
    stated = _stated_in_schematron()
    return {name: rule_page(lang, examples, stated) for lang, name in PAGES.items()}


def _example(rule_id: str) -> Text:
    """Return what the report says of the unsound example of a rule."""
    example = ALL_EXAMPLES[rule_id]
    made, last = filings_of(example, example.bad)
    report = report_on(rule_id, made, (), previous=last)
    return next(found.message for found in report.findings if found.rule == rule_id)


def _stated_in_schematron() -> frozenset[str]:
    dictionary = load_dictionary()
    patterns = (*form_patterns(dictionary), *cross_patterns(dictionary))
    return frozenset(pattern.rule for pattern in patterns)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages, or with --check name those that are stale (exit code 1)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail on stale pages")
    check: bool = parser.parse_args(argv).check
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    for path in stale:
        print(f"{'stale' if check else 'written'}: {path}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
