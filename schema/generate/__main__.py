"""`python -m juesuan.schema.generate`: writes the artefacts that the dictionary determines."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import juesuan.schema
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.generate.schematron import generate_schematron
from juesuan.schema.generate.taxonomy.package import taxonomy_files
from juesuan.schema.generate.xsd import generate_xsd
from juesuan.schema.xmlnames import SCHEMATRON_FILE, XSD_FILE


def artefacts() -> dict[str, bytes]:
    """Return the generated files by their path under ``schema/``."""
    dictionary = load_dictionary()
    taxonomy = taxonomy_files(dictionary)
    return {
        f"xsd/{XSD_FILE}": generate_xsd(dictionary),
        f"schematron/{SCHEMATRON_FILE}": generate_schematron(dictionary),
        **{f"xbrl/{name}": data for name, data in taxonomy.items()},
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Write the files, or with --check name those that are stale (exit code 1)."""
    parser = argparse.ArgumentParser(description=__doc__)
    # The real folder, also where an editable installation links single files.
    here = Path(juesuan.schema.__file__ or "").resolve().parent
    parser.add_argument("--check", action="store_true", help="write nothing; fail on stale files")
    parser.add_argument("--out", type=Path, default=here, metavar="DIR", help="default: schema/")
    arguments = parser.parse_args(argv)
    folder: Path = arguments.out
    stale = []
    for name, data in artefacts().items():
        path = folder / name
        if not path.exists() or path.read_bytes() != data:
            stale.append(path)
            if not arguments.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    for path in stale:
        print(f"{'stale' if arguments.check else 'written'}: {path}")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
