"""Reports: everything that was checked of one file, and its text and JSON forms."""
