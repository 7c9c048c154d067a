"""Tells whose accounts a document holds: one body's, or several bodies' one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field

from juesuan.converter.recognise.names import name_in_heading
from juesuan.converter.recognise.sections import Section, UnknownSection
from juesuan.schema.spec import Dictionary
from juesuan.schema.text import normalise


@dataclass(slots=True)
class Body:
    """One body's tables: its forms, forms printed again, and other titled tables."""

    forms: dict[str, Section] = field(default_factory=dict)
    again: list[Section] = field(default_factory=list)
    unknown: list[UnknownSection] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    preceding: tuple[str, ...] = ()

    def add(self, section: Section | UnknownSection) -> None:
        """Add a table; a form that the body has already is a copy."""
        self.names.update(normalise(n) for n in (section.entity, section.named) if n)
        if isinstance(section, UnknownSection):
            self.unknown.append(section)
        elif section.spec.id in self.forms:
            self.again.append(section)
        else:
            self.forms[section.spec.id] = section


def find_bodies(sections: list[Section | UnknownSection], dictionary: Dictionary) -> list[Body]:
    """Return the bodies in the order in which they begin; each has at least one form.

    Another body begins with a form that the present one has already, where the table names
    another body or a heading before it does. A second name alone is a second spelling.
    """
    bodies: list[Body] = []
    waiting: list[UnknownSection] = []
    for section in sections:
        if not bodies and isinstance(section, UnknownSection):
            waiting.append(section)
            continue
        body = _body_of(section, bodies, dictionary)
        if body is None:
            body = Body(preceding=section.preceding)
            bodies.append(body)
        body.add(section)
    if bodies:
        bodies[0].unknown[:0] = waiting
    return bodies


def _body_of(
    section: Section | UnknownSection, bodies: list[Body], dictionary: Dictionary
) -> Body | None:
    """Return the body that a table belongs to, or None where another one begins."""
    if not bodies:
        return None
    current = bodies[-1]
    if section.entity:
        name = normalise(section.entity)
        if known := next((body for body in bodies if name in body.names), None):
            return known
    if isinstance(section, UnknownSection) or section.spec.id not in current.forms:
        return current
    if section.entity and current.names:
        return None
    heading = name_in_heading(section.preceding, dictionary)
    return None if heading and normalise(heading) not in current.names else current
