"""The process that opens a foreign workbook, so that a hostile one can only kill this process.

`python -m forum_app.kernel.spreadsheet.read_worker` reads the file's bytes from standard input and answers
with one JSON object: `{"rows": [[number, [cells]]]}` or `{"refused": name, "values": {}}`.
"""

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from forum_app.kernel.refusal import Refusal
from forum_app.kernel.spreadsheet import limits

MEMORY_BYTES = 512 * 1024**2
CPU_SECONDS = 20


def limit_resources() -> None:
    """Take memory and processor time from ourselves where the platform can (not on Windows)."""
    try:
        import resource  # noqa: PLC0415 - optional dependency
    except ImportError:
        return
    for kind, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def read(content: bytes) -> list[list[Any]]:
    """The rows of the first visible sheet that has any, as JSON values.

    The file is opened twice, once for what its cells hold and once for what Excel last showed in them: a
    formula counts as its shown value and is never worked out. Raises a refusal of `limits`.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - slow import

    held = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    shown = load_workbook(io.BytesIO(content), read_only=True, keep_links=False, data_only=True)
    for sheet, twin in zip(held.worksheets, shown.worksheets, strict=True):
        if sheet.sheet_state == "visible":
            # Dimensions are the sender's claim; without them the sheet is read as far as it goes.
            sheet.reset_dimensions()
            twin.reset_dimensions()
            rows = list(_rows(sheet, twin))
            if rows:
                return rows
    raise limits.HasNoRows


def _rows(sheet: Any, twin: Any) -> Iterator[list[Any]]:
    empty = found = 0
    pairs = zip(sheet.iter_rows(), twin.iter_rows(), strict=False)
    for number, (held, shown) in enumerate(pairs, start=1):
        cells = [_value(a, b) for a, b in zip(held, shown, strict=False)]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            empty += 1
            if empty > limits.MAX_EMPTY_ROWS:
                return
            continue
        empty, found = 0, found + 1
        if found > limits.MAX_ROWS:
            raise limits.TooManyRows(most=limits.MAX_ROWS)
        if len(cells) > limits.MAX_COLUMNS:
            raise limits.TooManyColumns(cell=held[len(cells) - 1].coordinate, most=limits.MAX_COLUMNS)
        yield [number, cells]


def _value(held: Any, shown: Any) -> Any:
    if shown.data_type == "e":
        raise limits.CellInError(cell=held.coordinate, error=str(shown.value))
    if held.data_type == "f" and shown.value is None:
        raise limits.FormulaWithoutValue(cell=held.coordinate)
    return _as_json(shown.value)


def _as_json(value: Any) -> Any:
    """Dates and times as objects that `reader` turns back; everything else as it is."""
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[: limits.MAX_CELL]


def answer(content: bytes) -> dict[str, Any]:
    """The worker's whole answer for a file."""
    try:
        return {"rows": read(content)}
    except Refusal as refusal:
        return {"refused": type(refusal).__name__, "values": refusal.values}
    except Exception:  # noqa: BLE001 - whatever a parser trips over in a foreign file means the same to its sender
        return {"refused": "Unreadable", "values": {}}


def main() -> None:
    """Read, answer, end."""
    content = sys.stdin.buffer.read(limits.MAX_BYTES + 1)
    limit_resources()
    sys.stdout.write(json.dumps(answer(content)))


if __name__ == "__main__":
    main()
