"""Reports on checked files: one Report, written for people and for machines."""
