"""Changes native XML in ways that keep its structure valid and may break its sums."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from random import Random

from lxml import etree

from juesuan.schema.filing import plain_decimal
from juesuan.schema.xmlnames import NAMESPACE

_ROWS = "/fa:FinalAccounts/fa:Forms/*/*[not(self::fa:Note or self::fa:Unmapped)]"


def mutated(xml: bytes, seed: int) -> etree._ElementTree:
    """The document with one to four changes; the same for the same seed."""
    random = Random(seed)
    tree = etree.ElementTree(etree.fromstring(xml))
    for _ in range(random.choice([1, 1, 2, 4])):
        if _cells(tree):
            random.choice(_CHANGES)(tree, random)
    return etree.ElementTree(etree.fromstring(etree.tostring(tree)))


def _cells(tree: etree._ElementTree) -> list[etree._Element]:
    return [element for element in tree.iter("{*}*") if element.get("decimals") is not None]


def _rows(tree: etree._ElementTree, *, coded: bool) -> list[etree._Element]:
    rows = tree.xpath(_ROWS, namespaces={"fa": NAMESPACE})
    return [row for row in rows if (row.get("code") is not None) is coded]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _cell(tree: etree._ElementTree, random: Random) -> tuple[etree._Element, Decimal, int]:
    cell = random.choice(_cells(tree))
    return cell, Decimal(cell.text or ""), int(cell.get("decimals") or "")


def _units(tree: etree._ElementTree, random: Random) -> None:
    """One to nine units of the last digit, up or down."""
    cell, value, decimals = _cell(tree, random)
    units = random.choice([1, 1, 2, 3, 9]) * random.choice([1, -1])
    cell.text = plain_decimal(value + units * Decimal(1).scaleb(-decimals))


def _shifted(tree: etree._ElementTree, random: Random) -> None:
    cell, value, _ = _cell(tree, random)
    cell.text = plain_decimal(value * 10)


def _other_sign(tree: etree._ElementTree, random: Random) -> None:
    cell, value, _ = _cell(tree, random)
    cell.text = plain_decimal(-value)


def _zero(tree: etree._ElementTree, random: Random) -> None:
    _cell(tree, random)[0].text = "0"


def _exchanged(tree: etree._ElementTree, random: Random) -> None:
    one, other = _cell(tree, random)[0], _cell(tree, random)[0]
    one.text, other.text = other.text, one.text


def _other_precision(tree: etree._ElementTree, random: Random) -> None:
    cell, _, decimals = _cell(tree, random)
    cell.set("decimals", str(decimals + random.choice([-2, -1, 1, 2])))


def _no_cell(tree: etree._ElementTree, random: Random) -> None:
    _remove(_cell(tree, random)[0])


def _no_cells_in_row(tree: etree._ElementTree, random: Random) -> None:
    row = _cell(tree, random)[0].getparent()
    assert row is not None
    for cell in list(row):
        row.remove(cell)


def _thin_column(tree: etree._ElementTree, random: Random) -> None:
    """A column of a form without some or all of its cells."""
    cell, share = _cell(tree, random)[0], random.choice([0.5, 1.0])
    form = next(ancestor for ancestor in cell.iterancestors() if ancestor.getparent() is not None)
    for other in list(form.iter(cell.tag)):
        if random.random() < share:
            _remove(other)


def _no_line(tree: etree._ElementTree, random: Random) -> None:
    if lines := _rows(tree, coded=False):
        _remove(random.choice(lines))


def _no_code(tree: etree._ElementTree, random: Random) -> None:
    if rows := _rows(tree, coded=True):
        _remove(random.choice(rows))


def _code_twice(tree: etree._ElementTree, random: Random) -> None:
    if rows := _rows(tree, coded=True):
        row = random.choice(rows)
        row.addnext(deepcopy(row))


def _other_code(tree: etree._ElementTree, random: Random) -> None:
    if rows := _rows(tree, coded=True):
        row = random.choice(rows)
        code = row.get("code") or ""
        digit = str(random.randint(0, 9))
        row.set("code", random.choice([code[:-1] + digit, code[:3], (code + "01")[:5]]))


def _empty_form(tree: etree._ElementTree, random: Random) -> None:
    form = random.choice(list(tree.getroot()[1]))
    for row in list(form):
        form.remove(row)


def _no_form(tree: etree._ElementTree, random: Random) -> None:
    _remove(random.choice(list(tree.getroot()[1])))


_CHANGES: tuple[Callable[[etree._ElementTree, Random], None], ...] = (
    _units,
    _units,
    _units,
    _shifted,
    _other_sign,
    _zero,
    _exchanged,
    _other_precision,
    _no_cell,
    _no_cells_in_row,
    _thin_column,
    _no_line,
    _no_code,
    _code_twice,
    _other_code,
    _empty_form,
    _no_form,
)
