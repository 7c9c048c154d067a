"""Inline XBRL: the filing as a page that people read and processors take figures from."""
