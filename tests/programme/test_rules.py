"""The timetable's own decisions."""

from datetime import UTC, datetime, time

import pytest

from forum_app.kernel.spreadsheet.limits import Row
from forum_app.programme import rules
from forum_app.programme.imports import sheet, templates


def moment(text: str) -> datetime:
    return datetime.combine(datetime(2024, 9, 25, tzinfo=UTC), time.fromisoformat(text), UTC)


def entry(start: str, end: str, room: str | None = "HALL") -> rules.Entry:
    return rules.Entry(moment(start), moment(end), room, f"{start}-{end}")


def shape(rows: list[rules.Row]) -> list[list[tuple[object, int, int]]]:
    return [[(cell.entry.thing if cell.entry else None, cell.rows, cell.columns) for cell in row.cells] for row in rows]


def test_the_grid_has_one_row_per_moment_at_which_something_begins() -> None:
    rows = rules.grid([entry("09:00", "10:00"), entry("10:00", "11:00")], ["HALL"])
    assert [row.at for row in rows] == [moment("09:00"), moment("10:00")]
    assert shape(rows) == [[("09:00-10:00", 1, 1)], [("10:00-11:00", 1, 1)]]


def test_a_long_session_spans_the_rows_of_what_begins_meanwhile_in_another_room() -> None:
    rows = rules.grid(
        [entry("09:00", "11:00"), entry("09:00", "10:00", "A"), entry("10:00", "11:00", "A")], ["HALL", "A"]
    )
    assert shape(rows) == [[("09:00-11:00", 2, 1), ("09:00-10:00", 1, 1)], [("10:00-11:00", 1, 1)]]


def test_a_break_without_a_room_spans_all_rooms() -> None:
    rows = rules.grid([entry("09:00", "10:00"), entry("10:00", "10:20", None)], ["HALL", "A"])
    assert shape(rows)[1] == [("10:00-10:20", 1, 2)]


def test_a_roomless_session_beside_others_stands_in_the_first_free_column() -> None:
    rows = rules.grid([entry("09:00", "10:00", None), entry("09:00", "10:00", "A")], ["HALL", "A"])
    assert shape(rows) == [[("09:00-10:00", 1, 1), ("09:00-10:00", 1, 1)]]


def test_without_rooms_there_is_one_column() -> None:
    assert shape(rules.grid([entry("09:00", "10:00", None)], [])) == [[("09:00-10:00", 1, 1)]]


def test_a_clash_in_one_room_shows_both() -> None:
    cell = rules.grid([entry("09:00", "10:00"), entry("09:00", "09:30")], ["HALL"])[0].cells[0]
    assert [further.thing for further in cell.also] == ["09:00-09:30"]


def test_a_session_must_end_after_it_begins() -> None:
    with pytest.raises(rules.EndsBeforeItBegins):
        rules.require_order(moment("10:00"), moment("10:00"))
    rules.require_order(moment("10:00"), moment("10:01"))


def test_intervals_that_only_touch_do_not_overlap() -> None:
    assert not rules.overlaps(moment("09:00"), moment("10:00"), moment("10:00"), moment("11:00"))
    assert rules.overlaps(moment("09:00"), moment("10:01"), moment("10:00"), moment("11:00"))


def test_the_next_code_is_the_first_free_one_of_the_day() -> None:
    assert rules.next_code(2, {"D2S01", "D2S03"}) == "D2S02"


HEADER = Row(1, ("day\nថ្ងៃ", "start", "end", "ប្រភេទ", "ចំណងជើង", "counts", "room", "language", "module"))


def test_a_workbook_is_read_in_either_language_and_digits() -> None:
    rows = sheet.rows_of_sheet([HEADER, Row(2, ("១", "៨:៣០", 0.5, "តេស្ត", "តេស្តទី១", "", "សាលធំ", "en", "df"))])
    assert rows[0].day == 1
    assert (rows[0].start, rows[0].end) == (time(8, 30), time(12, 0))
    assert (rows[0].kind, rows[0].counts, rows[0].room, rows[0].module) == ("quiz", True, "សាលធំ", "DF")
    assert rows[0].spoken_language == "en"


def test_missing_columns_are_named() -> None:
    with pytest.raises(sheet.ColumnsMissing) as caught:
        sheet.rows_of_sheet([Row(1, ("day", "room"))])
    assert caught.value.values == {"columns": "start, end, title_km / title_en"}


@pytest.mark.parametrize(
    "cells",
    [
        ("x", "08:00", "09:00", "quiz", "ក"),
        (1, "25:00", "09:00", "quiz", "ក"),
        (1, "08:00", "", "quiz", "ក"),
        (1, "08:00", "09:00", "dance", "ក"),
    ],
)
def test_a_cell_that_is_not_understood_is_named_with_its_row(cells: tuple[object, ...]) -> None:
    with pytest.raises(sheet.RowNotUnderstood) as caught:
        sheet.rows_of_sheet([HEADER, Row(7, cells)])  # type: ignore[arg-type]
    assert caught.value.values["row"] == 7


def test_a_row_without_title_is_refused() -> None:
    with pytest.raises(sheet.RowHasNoTitle):
        sheet.rows_of_sheet([HEADER, Row(2, (1, time(8), datetime(2024, 1, 1, 9, tzinfo=UTC), "", ""))])


def test_every_shipped_template_is_complete_in_both_languages() -> None:
    offered = templates.list_templates()
    assert [template.days for template in offered] == [1, 3]
    for template in offered:
        assert all(row.title.missing is None for row in template.sessions)
        assert all(row.end > row.start for row in template.sessions)
