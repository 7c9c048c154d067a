"""`python -m bench.accuracy generate | run`: documents with truth, and how well they are read."""

from __future__ import annotations

import time
from pathlib import Path

import click

from bench.accuracy import programs as known
from bench.accuracy.paper import write_truth
from bench.accuracy.plan import papers


@click.group()
def main() -> None:
    """Accuracy on generated documents. Money in truth files is in yuan."""


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=1, show_default=True, help="Another seed, other documents.")
@click.option("--count", default=300, show_default=True, help="Documents to deal.")
@click.option("--program", "only", multiple=True, help="Only these programs (may be repeated).")
def generate(folder: Path, seed: int, count: int, only: tuple[str, ...]) -> None:
    """Write documents in many layouts and formats into FOLDER, each with its truth as JSON.

    Programs that are not installed are named and skipped; the others' documents stay the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed = known.programs()
    for program in listed:
        if program.write is None:
            click.echo(f"absent, skipped: {program.name} (needs {program.needs})", err=True)
    start = time.perf_counter()
    made = [p for p in papers(seed, count, listed) if not only or p.program in only]
    for paper in made:
        write_truth(paper, folder)
    known.render(made, folder, lambda text: click.echo(text, err=True))
    seconds = time.perf_counter() - start
    cells = sum(len(t.body) for p in made for t in p.tables)
    click.echo(f"{len(made)} documents, {cells} rows, {seconds:.0f} s", err=True)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--failures", default=0, metavar="N", help="List the first N failing cells each.")
@click.option("--only", default="", help="Only documents whose name holds this.")
@click.option(
    "--peers",
    default=0,
    metavar="N",
    help="Also the recall of pdfplumber, PyMuPDF and camelot on N of the PDF documents.",
)
@click.option("--jobs", default=1, show_default=True, help="Processes.")
def run(folder: Path, failures: int, only: str, peers: int, jobs: int) -> None:
    """Convert every document of FOLDER and compare with its truth."""
    from bench.accuracy.report import print_report
    from bench.accuracy.score import score_folder

    print_report(score_folder(folder, only, jobs), failures)
    if peers:
        from bench.accuracy.peers import print_peers

        print_peers(folder, only, jobs, peers)


if __name__ == "__main__":
    main()
