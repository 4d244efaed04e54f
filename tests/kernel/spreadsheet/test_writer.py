"""Workbooks hold numbers as numbers, text as text, and formulas with their values."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from forum_app.kernel.spreadsheet.writer import FONT, LOOKS, Book, Cell, Formula, clean, column

DANGEROUS = ["=1+1", "+85512345678", "-3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org","x")', "0012"]


def book() -> Book:
    return Book(title="វត្តមាន", creator="Organiser")


def opened(made: Book | bytes, **options: Any) -> Any:
    return load_workbook(BytesIO(made.as_bytes() if isinstance(made, Book) else made), **options)


def test_every_text_is_a_text_cell_and_never_a_formula() -> None:
    made = book()
    sheet = made.sheet("Names", widths=[20])
    for text in DANGEROUS:
        sheet.row([text])
    found = opened(made)["Names"]
    for cell, text in zip(found["A"], DANGEROUS, strict=True):
        assert (cell.value, cell.data_type) == (text, "s")
        assert bool(cell.quotePrefix) == (text != "0012")
    with zipfile.ZipFile(BytesIO(made_bytes(DANGEROUS))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def made_bytes(texts: list[str]) -> bytes:
    made = book()
    sheet = made.sheet("Names", widths=[20])
    for text in texts:
        sheet.row([text])
    return made.as_bytes()


def test_numbers_dates_and_times_are_cells_of_their_kind() -> None:
    made = book()
    sheet = made.sheet("Cells", widths=[10] * 6)
    day, moment = date(2024, 9, 25), datetime(2024, 9, 25, 8, 12)  # noqa: DTZ001 - a workbook has no time zone
    cells = [
        Cell(7, "count"),
        Cell(0.5, "percent"),
        Cell(day, "date"),
        Cell(moment, "moment"),
        Cell(time(8, 12), "time"),
    ]
    sheet.row([*cells, None])
    row = next(opened(made)["Cells"].iter_rows())
    assert [cell.value for cell in row] == [7, 0.5, datetime(2024, 9, 25), moment, time(8, 12), None]  # noqa: DTZ001
    assert [cell.number_format for cell in row[:3]] == ["0", "0%", "dd/mm/yyyy"]


def test_a_formula_carries_its_value() -> None:
    made = book()
    sheet = made.sheet("Sum", widths=[10])
    sheet.row([2])
    sheet.row([Cell(Formula("=SUM(A1:A1)", 2), "total_count"), Formula('=IF(A1>1,"<b>","&")', "<b>")])
    content = made.as_bytes()
    assert opened(content)["Sum"]["A2"].value == "=SUM(A1:A1)"
    values = opened(content, data_only=True)["Sum"]
    assert (values["A2"].value, values["B2"].value) == (2, "<b>")


def test_what_is_neither_text_nor_number_is_refused() -> None:
    sheet = book().sheet("X", widths=[10])
    for wrong in (True, object(), b"x"):
        with pytest.raises(TypeError):
            sheet.row([wrong])


def test_control_characters_are_left_out() -> None:
    assert clean("a\x00b\x0bc\n") == "abc\n"
    assert opened_value("សុខ\x07") == "សុខ"


def opened_value(text: str) -> Any:
    made = book()
    made.sheet("X", widths=[10]).row([text])
    return opened(made)["X"]["A1"].value


def test_sheets_print_on_a4_with_repeated_heads_and_frozen_panes() -> None:
    made = book()
    sheet = made.sheet("Matrix", widths=[5, 30], freeze="C3", repeat=(1, 2))
    sheet.row(["ល.រ\nNo.", "ឈ្មោះ\nName"], style="head", height=40)
    sheet.blank()
    sheet.row([1, "សុខ"])
    sheet.colour("A3", "B3", {"A": ("FFFFFF", "991B1F")})
    found = opened(made)["Matrix"]
    assert (found.page_setup.orientation, found.page_setup.paperSize, found.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert (found.freeze_panes, found.print_title_rows, found.print_area) == ("C3", "$1:$2", "'Matrix'!$A$1:$B$3")
    assert (found.row_dimensions[3].height, found.column_dimensions["B"].width) == (22, 30)
    assert found["B3"].font.name == FONT
    assert found.conditional_formatting


def test_a_style_is_made_once() -> None:
    made = book()
    sheet = made.sheet("X", widths=[10])
    for _ in range(50):
        sheet.row(["a", Cell("b", "head"), Cell(3, "count")])
    assert len(made._styles) == 3


def test_every_look_can_be_written() -> None:
    made = book()
    made.sheet("X", widths=[10]).row([Cell("x", name) for name in LOOKS])
    assert opened(made)["X"].max_column == len(LOOKS)


def test_columns_are_counted_from_one() -> None:
    assert [column(index) for index in (1, 26, 27)] == ["A", "Z", "AA"]
