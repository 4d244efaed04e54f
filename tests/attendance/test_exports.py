"""The workbook cell by cell and the sheet line by line."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from forum_app.attendance import documents, queries, rules, services
from forum_app.attendance.exports import workbook
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.registration import queries as registrations
from tests.factories.accounts import make_person, make_rank, make_unit
from tests.factories.attendance import day_of, make_check_in, without_days
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")
MATRIX, MINUTES = "2 វត្តមាន Matrix", "3 នាទី Minutes"
FIRST = 6


@pytest.fixture
def forum(context: None) -> Forum:
    """One day, two sessions that count; a captain who came, a woman called to duty, a name like a formula."""
    found = make_forum(days=1)
    make_session(found, "D1S01", start="09:00", end="10:00")
    make_session(found, "D1S02", start="14:00", end="14:30", title=Bilingual("វគ្គពីរ", "Second"))
    make_session(found, "D1S03", start="10:00", end="10:20", kind="break", counts=False)
    unit, rank = make_unit(), make_rank()
    captain = make_registration(found, badge_number=1, unit_id=unit.id, rank_id=rank.id)
    with transaction():
        captain.person.set_phone("+85512345678")
    woman = make_person("កញ្ញា", "លី", given_name_latin="Kanha", family_name_latin="=1+1", sex="female")
    duty = make_registration(found, badge_number=2, person=woman, unit_id=unit.id)
    make_check_in(captain, clock_time="07:52")
    make_check_in(captain, half="afternoon", clock_time="14:10")
    services.correct(
        duty, day=day_of(found), half="morning", status="duty", reason="=cmd", actor=make_staff(found),
        at=at(found, 1, "12:30"),
    )  # fmt: skip
    services.change_counting(found, grace_minutes=15, currency="KHR", rate=20000, rates=[(rank.id, 30000)], actor=None)
    return found


def opened(forum: Forum, **options: Any) -> Any:
    return load_workbook(BytesIO(workbook(forum, at=at(forum, 1, "17:30"))), **options)


def cells(sheet: Any, row: int, columns: str) -> list[Any]:
    return [sheet[f"{column}{row}"].value for column in columns]


def test_seven_sheets_in_their_order_fit_for_paper(forum: Forum) -> None:
    book = opened(forum)
    assert [name[0] for name in book.sheetnames] == list("1234567")
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_area
    assert book[MATRIX].freeze_panes == "E6"
    assert book[MATRIX]["C5"].value.split("\n")[1] == "Name (Khmer)"


def test_the_matrix_lists_the_approved_and_the_sessions_that_count(forum: Forum) -> None:
    make_registration(forum, badge_number=None, person=make_person("រតនា"), status="pending")
    sheet = opened(forum)[MATRIX]
    assert [sheet.cell(row, 2).value for row in range(FIRST, sheet.max_row + 1)] == ["002", "001"]
    assert cells(sheet, 5, "LM") == ["D1S01", "D1S02"]
    assert cells(sheet, FIRST + 1, "EIJKLM") == ["M", "P", "L", '=COUNTIF(I7:J7,"P")+COUNTIF(I7:J7,"L")', "P", "P"]
    assert cells(sheet, FIRST, "EIJLM") == ["F", "D", "A", "D", "A"]


def test_formulas_have_the_values_they_will_have(forum: Forum) -> None:
    book = opened(forum, data_only=True)
    assert cells(book[MATRIX], FIRST + 1, "KNO") == [2, 80, 80 / 90]
    assert cells(book[MINUTES], FIRST + 1, "FGHIJKLM") == [time(7, 52), time(14, 10), 60, 20, 80, 80, 90, 80 / 90]
    summary = book["1 សង្ខេប Summary"]
    assert cells(summary, FIRST, "BCDEFGHIJKLMN") == [2, 1, 0, 0, 1, 0, 0, 1, 0.5, 1, 0, 1, 1]
    units = book["4 អង្គភាព By unit"]
    assert cells(units, FIRST, "CDEF") == [2, 1, 1, 1]
    assert cells(units, FIRST + 1, "CDEF") == [2, 1, 1, 1]


def test_the_allowance_multiplies_days_with_the_rate_of_the_rank(forum: Forum) -> None:
    sheet = opened(forum, data_only=True)["5 ប្រាក់ឧបត្ថម្ភ Allowance"]
    assert cells(sheet, FIRST + 1, "GHIJ") == ["+85512345678", 1, 30000, 30000]
    assert cells(sheet, FIRST, "HIJ") == [0, 20000, 0]
    assert cells(sheet, FIRST + 2, "HJ") == [1, 30000]


def test_names_reasons_and_phones_are_text_whatever_they_begin_with(forum: Forum) -> None:
    book = opened(forum)
    assert (book[MATRIX]["D6"].value, book[MATRIX]["D6"].data_type) == ("=1+1 Kanha", "s")
    assert book["5 ប្រាក់ឧបត្ថម្ភ Allowance"]["G7"].data_type == "s"
    reason = book["6 ការកែតម្រូវ Corrections"]["I6"]
    assert (reason.value, reason.data_type, reason.quotePrefix) == ("=cmd", "s", True)


def test_a_correction_shows_what_stood_before_and_who_changed_it(forum: Forum) -> None:
    sheet = opened(forum)["6 ការកែតម្រូវ Corrections"]
    assert cells(sheet, FIRST, "ABCGH") == [datetime(2024, 9, 25, 12, 30), "សុខ ដារ៉ា", "002", "A", "D"]  # noqa: DTZ001


def test_about_says_which_rules_and_which_state_of_the_record(forum: Forum) -> None:
    values = {str(row[0].value).split(" – ")[1]: row[1].value for row in opened(forum)["7 អំពីឯកសារ About"]["A4:B12"]}
    assert (values["People listed"], values["Sessions that count"], values["Code"]) == (2, 2, "TEST-1")
    assert len(values["Newest link of the audit trail"].split(":")[2]) == 64


def test_a_forum_without_people_or_days_still_makes_a_workbook(context: None) -> None:
    empty = without_days(make_forum("EMPTY"))
    book = load_workbook(BytesIO(workbook(empty, at=at(make_forum(), 1, "08:00"))))
    assert len(book.sheetnames) == 7


def test_queries_of_the_workbook_do_not_grow_with_people(forum: Forum, count_queries: Any) -> None:
    def measured() -> int:
        forum.id  # noqa: B018 - loads the row outside the measurement
        with count_queries() as seen:
            workbook(forum, at=at_noon)
        return len(seen)

    at_noon = at(forum, 1, "12:00")
    two = measured()
    for number in (3, 4, 5):
        make_registration(forum, badge_number=number, person=make_person(f"ធារី{number}"))
    assert measured() == two


def test_the_command_writes_the_file(app: Flask, forum: Forum, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    runner = app.test_cli_runner()
    assert runner.invoke(args=["attendance", "export", "--forum", "TEST-1", "--out", str(out)]).exit_code == 0
    assert load_workbook(out).sheetnames[1] == MATRIX
    missing = runner.invoke(args=["attendance", "export", "--forum", "NONE", "--out", str(out)])
    assert (missing.exit_code, "NONE" in missing.output) == (1, True)


def sheet_text(forum: Forum, lang: str = "km") -> tuple[str, PdfReader]:
    reader = PdfReader(BytesIO(documents.sign_in_sheet(forum, day_of(forum), lang=lang)))
    return "".join(page.extract_text() for page in reader.pages), reader


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_sheet_uses_our_fonts_only(forum: Forum, lang: str) -> None:
    _, reader = sheet_text(forum, lang)
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} <= {"Battambang", "Moul", "NotoSerif"}


def test_the_sheet_has_heads_in_both_languages_and_the_lunar_date(forum: Forum) -> None:
    settings = queries.settings_of(forum)
    data = documents.sheet_data(forum, day_of(forum), registrations.list_approved(forum), settings, lang="km")
    assert data["lunar"] == "ថ្ងៃពុធ ៨រោច ខែភទ្របទ ឆ្នាំរោង ឆស័ក ព.ស.២៥៦៨"
    assert [column["en"] for column in data["columns"]][-2:] == ["Signature, morning", "Signature, afternoon"]
    assert data["total"]["en"] == "Total 2 people, of them 1 women."
    assert [row[1]["text"] for row in data["rows"]] == ["លី កញ្ញា", "សុខ ដារ៉ា"]
    assert data["rows"][0][0]["text"] == "១"
    assert (data["kingdom"], data["sample"]) == (None, "")
    text, _ = sheet_text(forum)
    assert "Signature, morning" in text


def test_the_sheet_follows_its_settings(forum: Forum) -> None:
    every = tuple(rules.SheetColumn(column.key, column.km, column.en) for column in rules.DEFAULT_COLUMNS)
    sheet = services.SheetData(
        columns=every, landscape=False, order="protocol", kingdom=True, lunar=False,
        signer_post=Bilingual("ប្រធាន", "Head"), signer_name=Bilingual("សុខ សាន្ត", ""),
    )  # fmt: skip
    services.change_sheet(forum, sheet, actor=None)
    with transaction():
        forum.is_sample = True
    text, reader = sheet_text(forum)
    box = reader.pages[0].mediabox
    assert (box.height > box.width, "SAMPLE" in text, "012345678" in text.replace("+855", "0")) == (True, True, True)
    data = documents.sheet_data(
        forum, day_of(forum), registrations.list_approved(forum), queries.settings_of(forum), lang="en"
    )
    assert (data["kingdom"], data["lunar"]) == (list(documents.KINGDOM), "")


def test_a_sheet_of_nobody_can_be_printed(context: None) -> None:
    forum = make_forum(days=1)
    assert documents.sign_in_sheet(forum, day_of(forum), lang="km")[:5] == b"%PDF-"
