"""The one hierarchy of errors that users see. Every error knows the exit code of the command."""

from __future__ import annotations


class JuesuanError(Exception):
    """Base of all errors of the program; its text is one line, in Chinese and in English."""

    exit_code = 4

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def message(self, lang: str) -> str:
        """Return the one-line message in ``lang`` (``zh`` or ``en``)."""
        return self.zh if lang == "zh" else self.en


class UsageError(JuesuanError):
    """The command was called wrongly."""

    exit_code = 2


class UnreadableInputError(JuesuanError):
    """The input cannot be read as what it claims to be."""

    exit_code = 3


class MissingExtraError(UnreadableInputError):
    """The input can be read only with an optional extra that is not installed."""


class NoFormsError(UnreadableInputError):
    """The document was read but holds none of the forms of final accounts."""


class BudgetDocumentError(NoFormsError):
    """The document is a budget (预算), not final accounts."""


class GovernmentAccountsError(NoFormsError):
    """The document holds a whole government's accounts (政府决算), whose forms are others."""


class UnknownUnitError(UnreadableInputError):
    """No form says in which unit its amounts are printed."""


class UnsafeXmlError(UnreadableInputError):
    """The XML holds a document type declaration or exceeds a limit."""


class DictionaryError(JuesuanError):
    """The dictionary contradicts itself: a fault of the program's data."""
