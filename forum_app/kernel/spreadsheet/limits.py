"""What a list may be at most, what a cell may hold, and the refusals that say it.

The figures come from measurements: one cell at XFD1048576 in a file of 4.7 kB costs an ordinary reader
2.6 GB and 39 seconds, and a "zip bomb" of 310 kB becomes 636 MB.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from forum_app.kernel.refusal import N_, Refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 200
MAX_INFLATED = 50 * 1024 * 1024
MAX_RATIO = 100
RATIO_FLOOR = 1024 * 1024
"""Below a megabyte the ratio says nothing: a sheet of equal cells compresses a hundredfold honestly."""
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_EMPTY_ROWS = 100
MAX_CELL = 2_000

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty, with its number in the sheet (counted from 1)."""

    number: int
    cells: tuple[Cell, ...]


class NotAWorkbook(Refusal):
    text = N_(
        "This file is not an Excel workbook (.xlsx). Open it in Excel, choose Save as, and choose Excel Workbook."
    )
    status = 422


class TooLarge(Refusal):
    text = N_("The opened file is larger than %(megabytes)s MB. Keep only the sheet with the list.")
    status = 422


class TooManyRows(Refusal):
    text = N_("The list has more than %(most)s rows. Split it into smaller lists.")
    status = 422


class TooManyColumns(Refusal):
    text = N_("Cell %(cell)s lies beyond column %(most)s. Remove what stands to the right of the list.")
    status = 422


class Unreadable(Refusal):
    text = N_("The file is damaged or holds parts that no list needs. Copy the rows and paste them instead.")
    status = 422


class TookTooLong(Refusal):
    text = N_("Reading the file took too long, so it was stopped. Copy the rows and paste them instead.")
    status = 422


class HasNoRows(Refusal):
    text = N_("There are no rows in this list.")
    status = 422


class FormulaWithoutValue(Refusal):
    text = N_(
        "Cell %(cell)s holds a formula without a value that can be read. "
        "In Excel, copy the list and paste it as values."
    )
    status = 422


class CellInError(Refusal):
    text = N_("Cell %(cell)s shows the error %(error)s. Correct it in Excel first.")
    status = 422


class UnknownEncoding(Refusal):
    text = N_("The letters of this text file cannot be read. Save it as CSV UTF-8, or as an Excel workbook.")
    status = 422


REFUSALS: dict[str, type[Refusal]] = {
    kind.__name__: kind
    for kind in (
        NotAWorkbook,
        TooLarge,
        TooManyRows,
        TooManyColumns,
        Unreadable,
        TookTooLong,
        HasNoRows,
        FormulaWithoutValue,
        CellInError,
    )
}
"""By name, so that the reading process can hand one back to the process that asked."""
