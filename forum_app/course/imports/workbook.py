"""Reads the workbook that a translator sends back."""

import re
from collections.abc import Sequence
from typing import Any

from forum_app.course.rules import FileOfAnotherKind, TypedRow
from forum_app.kernel.spreadsheet.limits import Row

COLUMNS = ("key", "source", "target", "status", "note", "stamp")
DONE = ("done", "រួចរាល់")
_CODE = re.compile(r"\[(key|source|target|status|note|stamp)(?::(km|en))?\]\s*$")


def read_typed(rows: Sequence[Row]) -> tuple[str, list[TypedRow]]:
    """The language that was translated into, and the rows. Raises FileOfAnotherKind.

    Columns are known by the code in the last line of their head, so they may be moved; rows may be sorted or left out.
    """
    head = next((row for row in rows if _places(row)), None)
    places = _places(head) if head else {}
    for name in COLUMNS:
        if name not in places:
            raise FileOfAnotherKind(column=name)
    to = places["target"][1]
    if {to, places["source"][1]} != {"km", "en"}:
        raise FileOfAnotherKind(column="target")
    body = rows[rows.index(head) + 1 :] if head else ()
    return to, [_typed(row, {name: place for name, (place, _) in places.items()}) for row in body if any(row.cells)]


def _places(row: Row) -> dict[str, tuple[int, str]]:
    """Column and language by code."""
    found = ((place, _CODE.search(str(cell or ""))) for place, cell in enumerate(row.cells))
    return {code[1]: (place, code[2] or "") for place, code in found if code}


def _typed(row: Row, places: dict[str, int]) -> TypedRow:
    cells = {name: _text(row.cells[place]) if place < len(row.cells) else "" for name, place in places.items()}
    return TypedRow(
        number=row.number,
        key=cells["key"].strip(),
        source=cells["source"],
        target=cells["target"],
        is_done=any(word in cells["status"].casefold() for word in DONE),
        stamp=cells["stamp"].strip(),
        note=cells["note"].strip()[:500],
    )


def _text(value: Any) -> str:
    """A cell as text; a number that Excel made of a text reads as it was typed."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
