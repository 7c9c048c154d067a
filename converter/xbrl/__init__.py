"""A Filing as an XBRL report and back: one model, written in several syntaxes."""
