"""An independent processor finds nothing to complain about, and what is planted for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from juesuan.converter.convert import convert_file
from juesuan.converter.writers.inline.page import write_ixbrl
from juesuan.converter.writers.xbrl import write_xbrl
from juesuan.converter.writers.xbrl_csv import METADATA_FILE, write_xbrl_csv
from juesuan.converter.writers.xbrl_json import write_xbrl_json
from juesuan.schema.filing import Filing
from juesuan.schema.xbrlnames import ENTRY_POINT, TAXONOMY_URL
from tests.arelle import complaints, run_arelle
from tests.filings import changed, odd_filing, sound_filing

ROOT = Path(__file__).parents[3]
SAMPLES = ("quanzhou-2024.txt", "putuo-social-work-2024.pdf", "putuo-natural-resources-2024.pdf")


def write_all(source: Filing, folder: Path) -> list[Path]:
    """Write a filing in the four syntaxes."""
    folder.mkdir(parents=True)
    files = {
        "instance.xbrl": write_xbrl(source),
        "instance.json": write_xbrl_json(source),
        "instance.xhtml": write_ixbrl(source),
        **{f"csv/{name}": data for name, data in write_xbrl_csv(source).items()},
    }
    (folder / "csv").mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    names = ("instance.xbrl", "instance.json", "instance.xhtml", f"csv/{METADATA_FILE}")
    return [folder / name for name in names]


def test_taxonomy_and_every_syntax_of_every_sample(tmp_path: Path) -> None:
    sources = {name: convert_file(ROOT / "samples" / name) for name in SAMPLES}
    sources["odd"] = odd_filing()
    written = {name: write_all(source, tmp_path / name) for name, source in sources.items()}
    results = run_arelle(
        TAXONOMY_URL + ENTRY_POINT, *(path for paths in written.values() for path in paths)
    )
    assert {
        file: complaints(result) for file, result in results.items() if complaints(result)
    } == {}
    for name, paths in written.items():
        facts = [results[str(path)]["facts"] for path in paths]
        assert len(facts[0]) > sum(1 for _ in sources[name].facts())
        for path, others in zip(paths[1:], facts[1:], strict=True):
            assert others == facts[0], path


def test_formulas_find_nothing_in_sound_filings_and_planted_sums(tmp_path: Path) -> None:
    sound = sound_filing(1)
    faults = {
        "sound": sound,
        "F3-C1": changed(sound, "expenditure", "2010301", "BasicExpenditure", "7.77"),
        "X-08": changed(
            sound, "appropriation-summary", "TotalExpenditureForYear", "GeneralPublicBudget", "7.77"
        ),
        "F5-T": changed(sound, "general-budget-expenditure", "20103", "ProjectExpenditure", "7.77"),
    }
    paths = {}
    for name, source in faults.items():
        paths[name] = tmp_path / f"{name}.xbrl"
        paths[name].write_bytes(write_xbrl(source))
    founding = tmp_path / "founding.xbrl"
    founding.write_bytes(write_xbrl(convert_file(ROOT / "samples" / SAMPLES[0])))
    results = run_arelle(*paths.values(), founding, formula=True)
    assert complaints(results[str(founding)]) == []
    assert complaints(results[str(paths["sound"])]) == []
    for name in ("F3-C1", "X-08", "F5-T"):
        assert any(f"[{name}]" in line for line in complaints(results[str(paths[name])])), name


FAULTS = {
    "unknown member": (b">js:Function201<", b">js:Function999<"),
    "missing dimension": (
        b'<xbrldi:explicitMember dimension="js:FormAxis">js:RevenueForm</xbrldi:explicitMember>',
        b"",
    ),
    "wrong unit": (b"<xbrli:measure>iso4217:CNY", b"<xbrli:measure>xbrli:pure"),
    "missing context": (b'contextRef="c12"', b'contextRef="absent"'),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("faulty")
    paths = {}
    for name, (old, new) in FAULTS.items():
        data = write_xbrl(sound_filing(1))
        assert old in data
        paths[name] = folder / f"{name.replace(' ', '-')}.xbrl"
        paths[name].write_bytes(data.replace(old, new))
    paths["bad transform"] = folder / "bad-transform.xhtml"
    inline = write_ixbrl(sound_filing(1)).replace(b"num-dot-decimal", b"num-unit-decimal")
    paths["bad transform"].write_bytes(inline)
    results = run_arelle(*paths.values())
    return {name: complaints(results[str(path)]) for name, path in paths.items()}


@pytest.mark.parametrize("name", [*FAULTS, "bad transform"])
def test_planted_faults_are_found(name: str, faulty: dict[str, list[str]]) -> None:
    assert faulty[name]
