"""Column widths as an office would set them: wide enough for the figures."""

from __future__ import annotations

from bench.accuracy.table import Table, slots


def em(text: str) -> float:
    """Return the width of a text in units of its size."""
    return sum(1.0 if ord(char) > 0x2000 else 0.52 for char in text)


def column_widths(table: Table, width: float, size: float, narrow: bool = False) -> list[float]:
    """Return the widths of the columns in points, ``width`` together.

    Figures never wrap. Codes fit unless ``narrow``; names take what is left.
    """
    least = [size * 1.6] * table.columns
    wish = [0.0] * table.columns
    for row in table.body:
        for column, cell in slots(row):
            if cell.span > 1 or not cell.text:
                continue
            need = em(cell.text) * size + size
            wish[column] = max(wish[column], need)
            if cell.amount or (cell.text.isdigit() and not narrow):
                least[column] = max(least[column], need + 1)
            elif cell.text.isdigit():
                least[column] = max(least[column], size * 3.2)
    for head in table.heads:
        if head.columns == 1:
            least[head.column] = max(least[head.column], size * 2.4)
            wish[head.column] = max(wish[head.column], size * 4)
    texts = [i for i in range(table.columns) if wish[i] > least[i]]
    rest = width - sum(least)
    if rest <= 0:
        return [value * width / sum(least) for value in least]
    wanted = {i: min(wish[i], size * 22) - least[i] for i in texts}
    total = sum(wanted.values()) or 1
    share = min(1.0, rest / total)
    widths = [value + wanted.get(i, 0) * share for i, value in enumerate(least)]
    spare = (width - sum(widths)) / table.columns
    return [value + spare for value in widths]


def least_width(table: Table, size: float) -> float:
    """Return the width below which figures or codes would not fit."""
    least = [size * 2.4] * table.columns
    for row in table.body:
        for column, cell in slots(row):
            if cell.span == 1 and (cell.amount or cell.text.isdigit()):
                least[column] = max(least[column], em(cell.text) * size + size + 1)
            elif cell.span == 1 and cell.text:
                least[column] = max(least[column], size * 7)
    return sum(least)
