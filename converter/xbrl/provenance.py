"""What XBRL has no place for, as JSON in texts and footnotes, and read back from it.

The values are those of the plain JSON of a filing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from juesuan.converter.writers.json import (
    leftover_object,
    place_object,
    recognition_object,
    source_object,
    unknown_form_object,
)
from juesuan.schema.filing import (
    NOWHERE,
    Fact,
    FilingForm,
    Place,
    Recognition,
    Row,
    Source,
    UnknownForm,
    Unmapped,
)


def compact(value: Any) -> str | None:
    """Return JSON text, or None where there is nothing to say."""
    return json.dumps(value, ensure_ascii=False) if value else None


def fact_provenance(row: Row | None, fact: Fact, decimals: int) -> str | None:
    """Return where and how a figure was printed; a row's first figure also bears its name.

    ``decimals`` is the precision that the fact states; that to which it was printed is named where
    it is another.
    """
    said: dict[str, Any] = {
        "label": row and row.label,
        "printed": fact.printed,
        "printedDecimals": None if fact.decimals == decimals else fact.decimals,
        "place": place_object(fact.place) or None,
        "recognition": fact.recognition and recognition_object(fact.recognition),
    }
    return compact({key: value for key, value in said.items() if value is not None})


def note_pages(form: FilingForm) -> str | None:
    """Return the pages of a form's notes."""
    pages = [note.page for note in form.notes]
    return compact({"notePages": pages}) if any(pages) else None


def leftovers_text(form: FilingForm) -> str | None:
    """Return a form's leftovers."""
    return compact([leftover_object(leftover) for leftover in form.unmapped])


def unknown_forms_text(forms: tuple[UnknownForm, ...]) -> str | None:
    """Return the tables that the dictionary does not hold."""
    return compact([unknown_form_object(form) for form in forms])


def sources_text(sources: tuple[Source, ...]) -> str | None:
    """Return the files beside the first one."""
    return compact([source_object(source) for source in sources])


def parse(text: str | None) -> Any:
    """Return the value of JSON text, or an empty object; ValueError where it is broken."""
    return json.loads(text) if text else {}


def place_of(said: Mapping[str, Any]) -> Place:
    """Return the place that an object names."""
    given = said.get("place") or {}
    box = [Decimal(x) for x in given.get("bbox") or ()]
    place = Place(
        given.get("page"),
        given.get("row"),
        given.get("column"),
        (box[0], box[1], box[2], box[3]) if len(box) == 4 else None,
        given.get("source"),
    )
    return NOWHERE if place == NOWHERE else place


def recognition_of(said: Mapping[str, Any]) -> Recognition | None:
    """Return how a figure was read from an image, if it was."""
    given = said.get("recognition")
    if not given:
        return None
    others = tuple(given.get("otherReadings") or ())
    return Recognition(Decimal(given["confidence"]), others, given.get("takenAs"))


def leftover_of(said: Mapping[str, Any]) -> Unmapped:
    """Return the leftover that an object describes."""
    return Unmapped(
        said["text"], said["reason"], said.get("rowLabel"), said.get("columnLabel"), place_of(said)
    )


def unknown_form_of(said: Mapping[str, Any]) -> UnknownForm:
    """Return the unknown form that an object describes."""
    return UnknownForm(
        said["title"],
        said.get("number"),
        tuple(said.get("pages") or ()),
        tuple(map(leftover_of, said.get("unmapped") or ())),
    )


def source_of(said: Mapping[str, Any]) -> Source:
    """Return the source that an object describes."""
    return Source(said["name"], said["sha256"], said["mediaType"], tuple(said.get("unread") or ()))
