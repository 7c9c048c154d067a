"""The XBRL taxonomy, generated from the dictionary."""
