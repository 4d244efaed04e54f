"""The workbook of what was learned."""

from collections.abc import Sequence
from typing import Any

from forum_app.forums.models import Forum
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell
from forum_app.quizzes.exports.layout import both, titled
from forum_app.quizzes.rules.gaining import Row

TITLE = N_("What was learned")
HEADS = (
    N_("Group"), N_("People"), N_("Before, in percent"), N_("After, in percent"), N_("Gain in points"), N_("95 % from"),
    N_("95 % to"), N_("Of what was missing"), N_("95 % from"), N_("95 % to"),
)  # fmt: skip
HIDDEN = N_("Empty cells: fewer than five people, or a group that could be worked out from the others.")


def gain_workbook(forum: Forum, tables: Sequence[tuple[str, Sequence[tuple[str, Row]]]]) -> bytes:
    """One sheet: each table with its name and its lines of (label, row)."""
    book = Book(title=both(TITLE, " – "), creator=forum.organiser.in_language("km"))
    widths = (60, 9, 10, 10, 10, 9, 9, 10, 9, 9)
    sheet = titled(book, "រីកចម្រើន Gain", both(TITLE, " – "), forum, widths=widths, heads=HEADS)
    for name, lines in tables:
        sheet.row([Cell(name, "total")])
        for label, row in lines:
            sheet.row([Cell(label, "wrap"), *_cells(row)], height=36)
    sheet.blank()
    sheet.row([both(HIDDEN, " – ")], style="plain")
    return book.as_bytes()


def _cells(row: Row) -> list[Any]:
    gain = row.gain
    if gain is None:
        return []
    points = (gain.before, gain.after, gain.points.value, gain.points.low, gain.points.high)
    share = (gain.normalised.value, gain.normalised.low, gain.normalised.high) if gain.normalised else ()
    halves = [Cell(round(one, 1), "half") for one in points]
    return [Cell(row.people, "count"), *halves, *(Cell(one, "percent") for one in share)]
