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

MAX_ROWS_TRIED = 24
"""Rows at fault that are tried on one filing, each by running the rules once more."""

MAX_CONFIG_BYTES = 1024 * 1024
"""The largest configuration file that is read."""
