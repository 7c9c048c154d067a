"""Writers: a Filing becomes bytes. Adding a format is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from juesuan.converter.writers.json import write_json
from juesuan.converter.writers.tables import write_csv
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.filing import Filing

WRITERS: Mapping[str, Callable[[Filing], bytes]] = {
    "xml": write_xml,
    "csv": write_csv,
    "json": write_json,
}
