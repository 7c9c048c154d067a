"""Writers: a Filing becomes bytes. Adding a format is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from juesuan.converter.writers.inline.page import write_ixbrl
from juesuan.converter.writers.json import write_json, write_json_array
from juesuan.converter.writers.tables import write_csv, write_csv_of_all
from juesuan.converter.writers.xbrl import write_xbrl
from juesuan.converter.writers.xbrl_json import write_xbrl_json
from juesuan.converter.writers.xml import write_collection, write_xml
from juesuan.converter.xbrl.package import write_xbri, write_xbrl_csv_package
from juesuan.schema.filing import Filing

WRITERS: Mapping[str, Callable[[Filing], bytes]] = {
    "xml": write_xml,
    "csv": write_csv,
    "json": write_json,
    "xbrl": write_xbrl,
    "xbrl-json": write_xbrl_json,
    "xbrl-csv": write_xbrl_csv_package,
    "ixbrl": write_ixbrl,
    "xbri": write_xbri,
}

COLLECTION_WRITERS: Mapping[str, Callable[[Sequence[Filing]], bytes]] = {
    "xml": write_collection,
    "csv": write_csv_of_all,
    "json": write_json_array,
}
"""The same formats for the filings of several bodies together."""
