"""Sheets 2 and 3: everybody by half day and by session, as letters and as minutes."""

from forum_app.attendance import rules
from forum_app.attendance.exports.layout import (
    FIRST_ROW,
    NAMES,
    SEX_HEAD,
    SEX_LETTERS,
    Layout,
    half_head,
    heads,
    titled,
    two_lines,
)
from forum_app.attendance.queries import Row
from forum_app.kernel import clock
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell, Formula, column

MATRIX_TITLE = N_("Attendance by half day and session")
MINUTES_TITLE = N_("Arrivals and minutes")
COLOURS = {
    "P": ("E3F0E8", "125A3D"),
    "L": ("F8ECD2", "6A4300"),
    "E": ("EBEBF3", "262B6B"),
    "D": ("EBEBF3", "262B6B"),
    "A": ("F9E3E1", "991B1F"),
}
"""Ground and ink of each letter: the colours of the screen."""
PERSON_HEADS = (N_("No."), N_("Badge"), N_("Name (Khmer)"), N_("Name (Latin)"))


def person_cells(number: int, row: Row) -> list[object]:
    """Number, badge and both names, as they begin every list."""
    name = row.registration.name
    return [Cell(number, "count"), Cell(row.registration.badge, "code"), name.km, name.en]


def unit_text(row: Row) -> str:
    """The unit as it is counted by: one text, the same on every sheet."""
    return row.registration.unit.label.in_language("km") if row.registration.unit else "–"


def matrix(layout: Layout, book: Book) -> None:
    """Letters that COUNTIF can count; sums are formulas."""
    halves, sessions = len(layout.slots), len(layout.sessions)
    widths = [5, 7, 22, 20, 6, 16, 18, 22, *[11] * halves, 9, *[7] * sessions, 10, 9]
    sheet = titled(layout, book, "matrix", MATRIX_TITLE, widths, freeze=f"E{FIRST_ROW}")
    titles = [Cell(two_lines(one.title), "tall") for one in layout.sessions]
    sheet.row([*[None] * (layout.attended), *titles], style="plain", height=150)
    sheet.row(
        [
            *heads(*PERSON_HEADS, SEX_HEAD, N_("Rank"), N_("Post"), N_("Unit")),
            *[Cell(half_head(slot), "head") for slot in layout.slots],
            *heads(N_("Half days")),
            *[Cell(one.code, "head") for one in layout.sessions],
            *heads(N_("Minutes"), N_("Share of minutes")),
        ],
        height=48,
    )
    for number, row in enumerate(layout.rows, 1):
        sheet.row(_matrix_row(layout, number, row))
    if layout.rows:
        last = column(layout.attended + sessions)
        sheet.colour(f"{layout.half_column(0)}{FIRST_ROW}", f"{last}{layout.last_row}", COLOURS)


def _matrix_row(layout: Layout, number: int, row: Row) -> list[object]:
    registration, presence = row.registration, row.presence
    here = FIRST_ROW + number - 1
    area = f"{layout.half_column(0)}{here}:{column(layout.attended - 1)}{here}"
    attended = Formula(f'=COUNTIF({area},"P")+COUNTIF({area},"L")', presence.attended_halves)
    total = column(minutes_total_column(layout))
    share = column(minutes_total_column(layout) + 3)
    return [
        *person_cells(number, row),
        Cell(SEX_LETTERS.get(registration.person.sex or "", ""), "code"),
        registration.rank.name.in_language("km") if registration.rank else "",
        (registration.post.name if registration.post else registration.position).in_language("km"),
        unit_text(row),
        *[Cell(rules.CODES[mark.status], "code") for mark in presence.halves],
        Cell(attended, "count"),
        *[Cell(rules.CODES[mark.status], "code") for mark in presence.sessions],
        Cell(Formula(f"='{NAMES['minutes']}'!{total}{here}", presence.minutes), "count"),
        Cell(Formula(f"='{NAMES['minutes']}'!{share}{here}", _share(row)), "percent"),
    ]


def minutes_total_column(layout: Layout) -> int:
    """The column of the minutes sheet that holds the sum of a person."""
    return 6 + len(layout.slots) + len(layout.sessions)


def _share(row: Row) -> float:
    counted = row.presence.counted_minutes_so_far
    return row.presence.minutes / counted if counted else 0


def minutes(layout: Layout, book: Book) -> None:
    """When somebody came to each half day, and the minutes of each session that counts."""
    halves, sessions = len(layout.slots), len(layout.sessions)
    widths = [5, 7, 22, 20, 22, *[11] * halves, *[8] * sessions, 10, 10, 12, 9]
    sheet = titled(layout, book, "minutes", MINUTES_TITLE, widths, freeze=f"E{FIRST_ROW}")
    titles = [Cell(two_lines(one.title), "tall") for one in layout.sessions]
    sheet.row([*[None] * (5 + halves), *titles], style="plain", height=150)
    sheet.row(
        [
            *heads(*PERSON_HEADS, N_("Unit")),
            *[Cell(half_head(slot), "head") for slot in layout.slots],
            *[Cell(f"{one.code}\n{one.minutes}′", "head") for one in layout.sessions],
            *heads(N_("Minutes"), N_("Of them inferred"), N_("Counted so far"), N_("Share of minutes")),
        ],
        height=48,
    )
    for number, row in enumerate(layout.rows, 1):
        sheet.row(_minutes_row(layout, number, row))


def _minutes_row(layout: Layout, number: int, row: Row) -> list[object]:
    presence, here = row.presence, FIRST_ROW + number - 1
    total = minutes_total_column(layout)
    first, last = column(6 + len(layout.slots)), column(total - 1)
    arrivals = [clock.local(mark.at).time().replace(microsecond=0) if mark.at else None for mark in presence.halves]
    summed = f"=SUM({first}{here}:{last}{here})" if layout.sessions else "=0"
    ratio = f"=IF({column(total + 2)}{here}>0,{column(total)}{here}/{column(total + 2)}{here},0)"
    return [
        *person_cells(number, row),
        unit_text(row),
        *[Cell(arrival, "time") for arrival in arrivals],
        *[Cell(mark.minutes, "count") for mark in presence.sessions],
        Cell(Formula(summed, presence.minutes), "count"),
        Cell(presence.inferred_minutes, "count"),
        Cell(presence.counted_minutes_so_far, "count"),
        Cell(Formula(ratio, _share(row)), "percent"),
    ]
