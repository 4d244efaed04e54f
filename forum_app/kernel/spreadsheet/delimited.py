"""Lists as text: CSV with comma, semicolon or tab, and what Excel puts on the clipboard (tabs)."""

import csv
import io

from forum_app.kernel.spreadsheet import limits
from forum_app.kernel.spreadsheet.limits import Row

DELIMITERS = ("\t", ";", ",")


def decode(content: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without its mark, or Excel's "Unicode text".

    Raises UnknownEncoding.
    """
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise limits.UnknownEncoding from error


def read_text(text: str) -> list[Row]:
    """The rows of a pasted or decoded list. Raises TooLarge, TooManyRows, TooManyColumns, HasNoRows."""
    if len(text) > limits.MAX_BYTES:
        raise limits.TooLarge(megabytes=limits.MAX_BYTES // 1024**2)
    rows: list[Row] = []
    for number, cells in enumerate(_cells(text), start=1):
        kept = [cell.strip()[: limits.MAX_CELL] for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if not kept:
            continue
        if len(rows) >= limits.MAX_ROWS:
            raise limits.TooManyRows(most=limits.MAX_ROWS)
        if len(kept) > limits.MAX_COLUMNS:
            raise limits.TooManyColumns(cell=f"{_letters(len(kept))}{number}", most=limits.MAX_COLUMNS)
        rows.append(Row(number, tuple(kept)))
    if not rows:
        raise limits.HasNoRows
    return rows


def _cells(text: str) -> list[list[str]]:
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter_of(text)))
    except csv.Error as error:
        raise limits.Unreadable from error


def _letters(column: int) -> str:
    """The column as a spreadsheet names it: 1 is A, 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def delimiter_of(text: str) -> str:
    """What separates the cells: what the first line with text has most of, a tab before all others."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    if "\t" in line:
        return "\t"
    return max(DELIMITERS[1:], key=line.count) if any(mark in line for mark in DELIMITERS) else "\t"
