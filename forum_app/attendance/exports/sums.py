"""Sheets 1 and 4: what each half day adds up to, by sex and by unit. Counted by formulas over the matrix."""

from collections.abc import Sequence

from forum_app.attendance import rules
from forum_app.attendance.exports.layout import DASH, FIRST_ROW, Layout, both, half_head, heads, titled
from forum_app.attendance.exports.people import unit_text
from forum_app.attendance.queries import Row
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell, Formula, column

SUMMARY_TITLE = N_("Summary of attendance")
UNITS_TITLE = N_("Attendance by unit")
LEGEND = N_("P came, L late, E on leave, D called to duty, A absent, - not yet here.")
LETTERS = ("P", "L", "E", "D", "A", "-")


def summary(layout: Layout, book: Book) -> None:
    """One line a half day: expected, each state, here, per cent, women and men."""
    widths = [26, 11, *[11] * 6, 11, 9, 11, 11, 11, 11]
    sheet = titled(layout, book, "summary", SUMMARY_TITLE, widths, freeze=f"B{FIRST_ROW}")
    sheet.blank()
    states = [rules.STATUS_NAMES[name] for name in ("came", "late", "excused", "duty", "absent", "waiting")]
    sex_heads = (N_("Women"), N_("Women here"), N_("Men"), N_("Men here"))
    sheet.row(heads(N_("Half day"), N_("Expected"), *states, N_("Here"), N_("Per cent"), *sex_heads), height=48)
    for index in range(len(layout.slots)):
        sheet.row(_summary_row(layout, index))
    sheet.blank()
    sheet.row([Cell(both(LEGEND, DASH), "subtitle")])


def _summary_row(layout: Layout, index: int) -> list[object]:
    here = FIRST_ROW + index
    area = layout.area(layout.half_column(index))
    sexes = layout.area("E")
    marks = [row.presence.halves[index].status for row in layout.rows]
    count = rules.count_half(pairs(layout.rows), index)
    men = sum(row.registration.person.sex == "male" for row in layout.rows)

    def states(letter: str) -> Formula:
        value = sum(rules.CODES[mark] == letter for mark in marks)
        return Formula(f'=COUNTIF({area},"{letter}")', value)

    def of_sex(letter: str, value: int) -> Formula:
        return Formula(f'=COUNTIFS({sexes},"{letter}",{area},"P")+COUNTIFS({sexes},"{letter}",{area},"L")', value)

    return [
        Cell(half_head(layout.slots[index], DASH), "body"),
        Cell(Formula(f"=ROWS({area})" if layout.rows else "=0", len(layout.rows)), "count"),
        *[Cell(states(letter), "count") for letter in LETTERS],
        Cell(Formula(f"=C{here}+D{here}", count.here), "count"),
        Cell(Formula(f"=IF(B{here}>0,I{here}/B{here},0)", _ratio(count.here, len(layout.rows))), "percent"),
        Cell(Formula(f'=COUNTIF({sexes},"F")', count.women), "count"),
        Cell(of_sex("F", count.women_here), "count"),
        Cell(
            Formula(f'=COUNTIF({sexes},"M")', men),
            "count",
        ),
        Cell(of_sex("M", _men_here(layout, index)), "count"),
    ]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0


def _men_here(layout: Layout, index: int) -> int:
    return sum(row.registration.person.sex == "male" and row.presence.halves[index].is_here for row in layout.rows)


def pairs(rows: Sequence[Row]) -> list[tuple[str | None, rules.Presence]]:
    """(sex, presence) of each person."""
    return [(row.registration.person.sex, row.presence) for row in rows]


def by_unit(layout: Layout, book: Book) -> None:
    """One line a unit: registered, women, here in each half day; closed by sums."""
    halves = len(layout.slots)
    widths = [34, 30, 11, 11, *[11] * halves]
    sheet = titled(layout, book, "units", UNITS_TITLE, widths, freeze=f"C{FIRST_ROW}")
    sheet.blank()
    sheet.row(
        [
            *heads(N_("Unit"), N_("Unit (English)"), N_("Registered"), N_("Women")),
            *[Cell(half_head(slot), "head") for slot in layout.slots],
        ],
        height=48,
    )
    groups = _groups(layout)
    for offset, (name, rows) in enumerate(groups.items()):
        sheet.row(_unit_row(layout, FIRST_ROW + offset, name, rows))
    last = FIRST_ROW + len(groups) - 1
    if groups:
        sheet.row(_unit_total(layout, last))


def _groups(layout: Layout) -> dict[str, list[Row]]:
    """People by unit, units in the organiser's order."""
    ordered = sorted(layout.rows, key=_unit_order)
    found: dict[str, list[Row]] = {}
    for row in ordered:
        found.setdefault(unit_text(row), []).append(row)
    return found


def _unit_order(row: Row) -> tuple[bool, int, str]:
    unit = row.registration.unit
    return (unit is None, unit.position if unit else 0, unit.code if unit else "")


def _unit_row(layout: Layout, here: int, name: str, rows: list[Row]) -> list[object]:
    unit = rows[0].registration.unit
    units, sexes = layout.area("H"), layout.area("E")
    women = sum(row.registration.person.sex == "female" for row in rows)
    cells: list[object] = [
        name,
        unit.name.en if unit else "",
        Cell(Formula(f"=COUNTIF({units},A{here})", len(rows)), "count"),
        Cell(Formula(f'=COUNTIFS({units},A{here},{sexes},"F")', women), "count"),
    ]
    for index in range(len(layout.slots)):
        area = layout.area(layout.half_column(index))
        text = f'=COUNTIFS({units},A{here},{area},"P")+COUNTIFS({units},A{here},{area},"L")'
        cells.append(Cell(Formula(text, sum(row.presence.halves[index].is_here for row in rows)), "count"))
    return cells


def _unit_total(layout: Layout, last: int) -> list[object]:
    women = sum(row.registration.person.sex == "female" for row in layout.rows)
    here = [sum(row.presence.halves[index].is_here for row in layout.rows) for index in range(len(layout.slots))]
    cells: list[object] = [Cell(both(N_("Total"), DASH), "total"), Cell("", "total")]
    for index, value in enumerate([len(layout.rows), women, *here], 3):
        letter = column(index)
        cells.append(Cell(Formula(f"=SUM({letter}{FIRST_ROW}:{letter}{last})", value), "total_count"))
    return cells
