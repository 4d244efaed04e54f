"""Foreign lists: what is read, what is refused, and that a hostile file harms nothing."""

import io
import subprocess
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest

from forum_app.kernel.refusal import Refusal
from forum_app.kernel.spreadsheet import archive, delimited, limits, read_worker, reader
from forum_app.kernel.spreadsheet.limits import Row
from tests.factories.workbooks import make_workbook, make_workbook_by, repack


def test_a_workbook_gives_its_rows_with_their_numbers_and_types() -> None:
    content = make_workbook(["ឈ្មោះ", "n"], [], ["សុខ", 1.5, True], [date(2024, 9, 25), time(8, 30)])

    rows = reader.read_file(content, "list.xlsx")

    assert rows == [
        Row(1, ("ឈ្មោះ", "n")),
        Row(3, ("សុខ", 1.5, True)),
        Row(4, (datetime(2024, 9, 25), time(8, 30))),  # noqa: DTZ001 - a cell has no zone
    ]


def test_the_first_visible_sheet_with_rows_is_read() -> None:
    def fill(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        sheet.append(["hidden"])
        sheet.parent.create_sheet("empty")
        sheet.parent.create_sheet("list").append(["seen"])

    assert reader.read_file(make_workbook_by(fill)) == [Row(1, ("seen",))]


def test_a_formula_counts_as_the_value_excel_last_showed() -> None:
    content = make_workbook(["total"], ["=6*7"])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    shown = repack(
        content, xl__worksheets__sheet1_xml=sheet.replace(b"<v />", b"<v>42</v>").replace(b"<v></v>", b"<v>42</v>")
    )

    assert reader.read_file(shown)[1] == Row(2, (42,))


def test_a_formula_without_a_value_is_refused_with_its_cell() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "name"
        sheet["C5"] = '=HYPERLINK("http://example.org","x")'

    with pytest.raises(limits.FormulaWithoutValue) as refused:
        reader.read_file(make_workbook_by(fill))

    assert refused.value.values == {"cell": "C5"}


def test_a_cell_in_error_is_refused_with_its_cell() -> None:
    with pytest.raises(limits.CellInError) as refused:
        reader.read_file(make_workbook(["name"], ["#REF!"]))

    assert refused.value.values == {"cell": "A2", "error": "#REF!"}


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"just text", "list.xlsx", limits.NotAWorkbook),
        (b"\xd0\xcf\x11\xe0 an old .xls", "list.xls", limits.NotAWorkbook),
        (b"PK\x03\x04 cut off", "list.xlsx", limits.Unreadable),
        (b"", "list.xlsx", limits.HasNoRows),
        (b"\xef\xbb\xbf", "list.csv", limits.HasNoRows),
        (b"\xff\xe9 latin one", "list.csv", limits.UnknownEncoding),
        (b"x" * (limits.MAX_BYTES + 1), "list.xlsx", limits.TooLarge),
    ],
)
def test_what_is_no_list_is_refused_with_its_own_sentence(content: bytes, name: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        reader.read_file(content, name)


def test_another_kind_of_zip_is_no_workbook() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as other:
        other.writestr("word/document.xml", "<w/>")

    with pytest.raises(limits.NotAWorkbook):
        reader.read_file(target.getvalue())


def test_an_empty_workbook_has_no_rows() -> None:
    with pytest.raises(limits.HasNoRows):
        reader.read_file(make_workbook())


def test_a_cell_at_the_far_corner_costs_nothing_and_does_not_hide_the_list() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "name"
        sheet["XFD1048576"] = "far"

    assert reader.read_file(make_workbook_by(fill)) == [Row(1, ("name",))]


def test_a_cell_beyond_the_last_column_is_refused_with_its_address() -> None:
    with pytest.raises(limits.TooManyColumns) as refused:
        reader.read_file(make_workbook_by(lambda sheet: sheet.cell(2, 16384, "far")))

    assert refused.value.values == {"cell": "XFD2", "most": 60}


def test_a_hundred_thousand_empty_rows_are_not_read_to_their_end() -> None:
    head, tail = b"<sheetData>", b"</sheetData>"
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    rows += b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(2, 100_002))
    content = make_workbook(["x"])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    start, end = sheet.index(head) + len(head), sheet.index(tail)
    filled = repack(content, xl__worksheets__sheet1_xml=sheet[:start] + rows + sheet[end:])

    assert reader.read_file(filled) == [Row(1, ("name",))]


def test_more_rows_than_a_forum_has_people_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 3)

    with pytest.raises(limits.TooManyRows):
        read_worker.read(make_workbook(*([str(n)] for n in range(4))))
    with pytest.raises(limits.TooManyRows):
        reader.read_text("a\nb\nc\nd")


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    bomb = repack(make_workbook(["x"]), xl__bomb_xml=b"\0" * (limits.MAX_INFLATED + 1))
    assert len(bomb) < 100_000

    with pytest.raises(limits.TooLarge):
        reader.read_file(bomb)


def test_a_high_ratio_of_a_smaller_file_is_refused_too() -> None:
    with pytest.raises(limits.TooLarge):
        reader.read_file(repack(make_workbook(["x"]), xl__bomb_xml=b"\0" * 5_000_000))


def test_what_inflates_is_counted_whatever_was_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_workbook(["x"])
    monkeypatch.setattr(limits, "MAX_INFLATED", 100)
    monkeypatch.setattr(archive, "_check_entries", lambda *_: None)

    with pytest.raises(limits.TooLarge):
        archive.check_archive(content)


def test_a_document_type_definition_is_refused() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

    with pytest.raises(limits.Unreadable):
        reader.read_file(repack(make_workbook(["x"]), xl__sharedStrings_xml=entity))


def test_broken_xml_is_unreadable_and_kills_nothing() -> None:
    with pytest.raises(limits.Unreadable):
        reader.read_file(repack(make_workbook(["x"]), xl__worksheets__sheet1_xml=b"<worksheet><sheetData><row"))


def test_a_reader_that_hangs_or_dies_has_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: Any, **__: Any) -> Any:
        raise subprocess.TimeoutExpired("reader", 1)

    def die(*_: Any, **__: Any) -> Any:
        raise subprocess.CalledProcessError(-9, "reader")

    for happens, refusal in ((hang, limits.TookTooLong), (die, limits.Unreadable)):
        monkeypatch.setattr(reader.subprocess, "run", happens)
        with pytest.raises(refusal):
            reader.read_file(make_workbook(["x"]))


def test_the_worker_answers_with_rows_or_with_the_name_of_its_refusal() -> None:
    assert read_worker.answer(make_workbook(["a", None, 2])) == {"rows": [[1, ["a", None, 2]]]}
    assert read_worker.answer(make_workbook(["=1"])) == {
        "refused": "FormulaWithoutValue",
        "values": {"cell": "A1"},
    }
    assert read_worker.answer(b"nothing") == {"refused": "Unreadable", "values": {}}


@pytest.mark.parametrize(
    ("text", "mark"),
    [("a\tb,c", "\t"), ("a;b;c", ";"), ("a,b", ","), ("\n\na;b", ";"), ("alone", "\t"), ("", "\t")],
)
def test_the_first_line_tells_what_separates_cells(text: str, mark: str) -> None:
    assert delimited.delimiter_of(text) == mark


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_every_encoding_excel_writes(encoding: str) -> None:
    content = 'ឈ្មោះ;ចំណាំ\r\nសុខ;"ពីរ; បន្ទាត់\nថ្មី"\r\n'.encode(encoding)

    assert reader.read_file(content, "list.CSV") == [Row(1, ("ឈ្មោះ", "ចំណាំ")), Row(2, ("សុខ", "ពីរ; បន្ទាត់\nថ្មី"))]


def test_pasted_rows_keep_their_line_numbers_and_lose_empty_ends() -> None:
    assert reader.read_text("\r\n a \tb\t\t\r\n\t\t\r\nc\r") == [Row(2, ("a", "b")), Row(4, ("c",))]


def test_text_has_the_same_bounds_as_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(limits.TooManyColumns) as refused:
        reader.read_text("\t" * 60 + "x")
    assert refused.value.values["cell"] == "BI1"
    monkeypatch.setattr(limits, "MAX_BYTES", 3)
    with pytest.raises(limits.TooLarge):
        reader.read_text("abcd")


def test_a_cell_without_an_end_is_unreadable() -> None:
    with pytest.raises(limits.Unreadable):
        reader.read_text('"' + "x" * 200_000)


def test_the_worker_itself_judges_sheets_cells_and_columns() -> None:
    def fill(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        other = sheet.parent.create_sheet("list")
        other.append(["", None])
        other.append([date(2024, 9, 25), time(8, 30), True, 1.5])

    assert read_worker.answer(make_workbook_by(fill)) == {
        "rows": [[2, [{"datetime": "2024-09-25T00:00:00"}, {"time": "08:30:00"}, True, 1.5]]]
    }
    assert read_worker.answer(make_workbook(["#N/A"]))["values"] == {"cell": "A1", "error": "#N/A"}
    assert read_worker.answer(make_workbook_by(lambda sheet: sheet.cell(1, 61, "x")))["values"] == {
        "cell": "BI1",
        "most": 60,
    }
    assert read_worker.answer(make_workbook())["refused"] == "HasNoRows"
    far = read_worker.answer(make_workbook_by(lambda sheet: [sheet.cell(1, 1, "x"), sheet.cell(500, 1, "y")]))
    assert far == {"rows": [[1, ["x"]]]}
