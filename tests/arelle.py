"""Runs Arelle, an independent XBRL processor, offline and in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from juesuan.schema.export import TAXONOMY_PACKAGE
from juesuan.schema.export import taxonomy_package as package_bytes

_PROGRAM = """
import json, sys
from decimal import Decimal
from arelle.RuntimeOptions import RuntimeOptions
from arelle.api.Session import Session

package, formula, out, *files = sys.argv[1:]
results = {}
for file in files:
    options = RuntimeOptions(
        entrypointFile=file,
        internetConnectivity="offline",
        packages=[package],
        plugins="loadFromOIM",
        validate=True,
        calcs="c11r",
        formulaAction=formula,
        skipLoading=None if formula == "run" else "*formula.xml",
        keepOpen=True,
        logFile="logToBuffer",
        logFormat="[%(messageCode)s] %(message)s",
    )
    with Session() as session:
        session.run(options)
        log = session.get_logs("text").splitlines()
        facts = []
        for model in session.get_models():
            for fact in model.facts:
                context = fact.context
                if context is None:
                    continue
                members = sorted(
                    (str(d.dimensionQname), str(d.memberQname or d.typedMember.text))
                    for d in context.qnameDims.values()
                )
                value = str(fact.value)
                try:
                    if fact.isNumeric and not fact.isNil:
                        value = format(Decimal(value).normalize(), "f")
                except ArithmeticError:  # it is no number
                    pass
                facts.append([
                    str(fact.qname), fact.id, value, fact.decimals,
                    str(context.startDatetime), str(context.endDatetime),
                    context.entityIdentifier[1], members,
                    fact.unit.value if fact.unit is not None else None,
                ])
        results[file] = {"log": log, "facts": sorted(facts, key=str)}
with open(out, "w", encoding="utf-8") as target:
    json.dump(results, target)
"""
_HARMLESS = ("[info", "[debug", "[] ")


@cache
def taxonomy_package() -> Path:
    """Write the taxonomy package to a temporary folder."""
    target = Path(mkdtemp()) / TAXONOMY_PACKAGE
    target.write_bytes(package_bytes())
    return target


def run_arelle(*files: Path | str, formula: bool = False) -> dict[str, dict[str, Any]]:
    """Return, for each file, Arelle's log and the facts that it read.

    Its exit code is 0 for invalid files, so only the log counts.
    """
    out = Path(mkdtemp()) / "arelle.json"
    action = "run" if formula else "none"
    arguments = [str(taxonomy_package()), action, str(out), *map(str, files)]
    subprocess.run([sys.executable, "-c", _PROGRAM, *arguments], check=True, capture_output=True)
    results: dict[str, dict[str, Any]] = json.loads(out.read_text("utf-8"))
    return results


def complaints(result: dict[str, Any]) -> list[str]:
    """Return what Arelle has to say against a file."""
    return [line for line in result["log"] if line[:1] == "[" and not line.startswith(_HARMLESS)]
