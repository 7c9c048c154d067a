"""All limits on hostile input in one place. Sizes are in bytes unless a name says otherwise."""

from __future__ import annotations

MAX_INPUT_BYTES = 512 * 1024 * 1024
"""The largest file that is opened at all."""

MAX_PAGES = 5_000
"""Pages of one document."""

MAX_PAGE_OBJECTS = 400_000
"""Path objects looked at on one page; drawings beyond it are not tables."""

MAX_PAGE_CHARS = 400_000
"""Characters looked at on one page."""

MAX_GRID_LINES = 2_000
"""Distinct horizontal or vertical line positions on one page."""

MAX_XML_DEPTH = 32
"""Nesting of elements in native XML; the schema needs seven."""

MAX_DIGITS = 24
"""Digits of one amount; longer runs of digits are not money."""

MAX_CAUSES = 6
"""Figures at fault that together are looked for behind failures that hang together."""

MAX_REPAIRS_TRIED = 20_000
"""Repairs that are tried on one filing before the search for causes stops."""

MAX_DIAGNOSED = 2_000
"""Failed checks beyond which a filing is not diagnosed: it is no slip."""

MAX_SCAN_PIXELS = 12_000_000
"""Pixels of the image of one scanned page: A3 at 240 dots an inch; more is scaled down."""

MAX_SCAN_PATHS = 40_000
"""Outlines on a page without text beyond which it is a drawing and is not rendered."""

MAX_ROWS_TRIED = 24
"""Rows at fault that are tried on one filing, each by running the rules once more."""

MAX_CONFIG_BYTES = 1024 * 1024
"""The largest configuration file that is read."""

MAX_ARCHIVE_FILES = 2_000
"""Entries of one ZIP file, also of those that are documents (XLSX, DOCX, OFD, ODS)."""

MAX_ARCHIVE_BYTES = 512 * 1024 * 1024
"""All entries of one ZIP file together, unpacked."""

MAX_ARCHIVE_RATIO = 200
"""How many times larger than packed an entry of more than MIN_RATIO_BYTES may be."""

MIN_RATIO_BYTES = 8 * 1024 * 1024
"""Smaller entries may shrink as they like."""

MAX_MARKUP_BYTES = 64 * 1024 * 1024
"""The largest HTML page, text file or part of a document in XML that is parsed."""

MAX_TABLE_CELLS = 500_000
"""Rows times columns of one table, without those that are empty throughout."""

MAX_SHEET_AREA = 4_000_000
"""Rows times columns of the rectangle in which a sheet's values stand."""

MAX_PART_DEPTH = 250
"""Nesting of elements in the XML inside documents (DOCX, XLSX, ODS, OFD)."""

MAX_MERGED_RANGES = 50_000
"""Merged cells of one sheet."""

MAX_NESTED_TABLES = 12
"""Tables in the cells of tables, one inside the other."""

MAX_FILES_TOGETHER = 200
"""Files that are read as one document."""
