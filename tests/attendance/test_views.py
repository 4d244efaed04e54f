"""Pages of attendance, by role, in both languages."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.attendance import queries
from forum_app.attendance.models import Evidence
from forum_app.forums.models import Forum
from forum_app.forums.queries import find_forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.registration.models import Registration
from tests.factories.accounts import make_person, make_rank, make_unit
from tests.factories.attendance import day_of, make_check_in, without_days
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient

DESK = "/forums/TEST-1/desk"
TABLE = "/forums/TEST-1/attendance"


@pytest.fixture
def forum(context: None, at_time: Callable[[Any], None]) -> Forum:
    """Day 1, 07:50, three sessions, two officers: badge 1 Sok Dara, badge 2 Ly Kanha."""
    found = make_forum()
    at_time(at(found, 1, "07:50"))
    make_session(found, "D1S01", start="09:00", end="10:00")
    unit, rank = make_unit(), make_rank()
    make_registration(found, badge_number=1, unit_id=unit.id, rank_id=rank.id)
    second = make_person("កញ្ញា", "លី", given_name_latin="Kanha", family_name_latin="Ly", sex="female")
    make_registration(found, badge_number=2, person=second)
    return found


def registration(forum: Forum, number: int) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.badge_number == number)).one()


@pytest.fixture
def desk(client: HouseClient, forum: Forum) -> HouseClient:
    """A browser of the desk, in English."""
    return client.sign_in(make_staff(forum, "desk")).speak("en")


@pytest.fixture
def organiser(client: HouseClient, forum: Forum) -> HouseClient:
    """A browser of the organiser, in English."""
    return client.sign_in(make_staff(forum)).speak("en")


def typed(browser: HouseClient, text: str, **more: str) -> Any:
    return browser.post(DESK, data={"who": text, "day": "1", "half": "morning", **more}, follow_redirects=True)


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/desk/list",
        "/attendance",
        "/attendance?by=session",
        "/attendance?by=unit",
        "/attendance?show=women&q=1",
    ],
)
def test_the_desk_reads_its_pages_and_officers_do_not(client: HouseClient, forum: Forum, path: str, lang: str) -> None:
    client.sign_in(make_staff(forum, "desk")).speak(lang)
    assert client.get(f"/forums/TEST-1{path}").status_code == 200
    client.sign_in(make_officer(forum, badge_number=9))
    assert client.get(f"/forums/TEST-1{path}").status_code == 403


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("path", ["/attendance/sheet", "/attendance/settings", "/attendance/workbook.xlsx"])
def test_settings_and_the_workbook_belong_to_organisers(
    client: HouseClient, forum: Forum, path: str, lang: str
) -> None:
    client.sign_in(make_staff(forum)).speak(lang)
    assert client.get(f"/forums/TEST-1{path}").status_code == 200
    client.sign_in(make_staff(forum, "desk"))
    assert client.get(f"/forums/TEST-1{path}").status_code == 403


def test_nobody_else_sees_anything(client: HouseClient, forum: Forum) -> None:
    assert client.get(DESK).status_code == 303
    client.sign_in(make_staff(make_forum("OTHER"), "organiser"))
    assert client.get(DESK).status_code == 403
    assert client.get(TABLE).status_code == 403


@pytest.mark.parametrize(
    ("text", "source"),
    [("1", "typed"), ("០០១", "typed"), ("#1", "typed"), ("dara", "search"), ("ដារ៉ា", "search"), ("sok da", "search")],
)
def test_one_hit_is_checked_in_at_once(desk: HouseClient, forum: Forum, text: str, source: str) -> None:
    page = typed(desk, text)
    assert (page.status_code, "verdict-ok" in page.text) == (200, True)
    assert "07:50" in page.text
    assert db.session.scalars(select(Evidence.source)).all() == [source]


def test_a_badge_code_is_read_typed_spaced_or_from_a_scanner(desk: HouseClient, forum: Forum) -> None:
    code = registration(forum, 1).person.badge_code
    assert "verdict-ok" in typed(desk, f"F1|TEST-1|{code}").text
    assert "verdict-again" in typed(desk, f"{code[:4].lower()}-{code[4:]}").text
    assert "verdict-again" in typed(desk, f"https://forum.example.org/b#{code}").text
    assert list(db.session.scalars(select(Evidence.source).order_by(Evidence.id))) == ["scan", "typed", "scan"]


def test_the_second_scan_is_amber_and_says_since_when_and_where(
    desk: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    desk.post(f"{DESK}/table", data={"table": "2"})
    typed(desk, "1")
    at_time(at(forum, 1, "08:30"))
    page = typed(desk, "1")
    assert "At 07:50, table 2. Nothing more to do." in page.text


def test_late_is_green_and_says_so(desk: HouseClient, forum: Forum, at_time: Callable[[Any], None]) -> None:
    at_time(at(forum, 1, "08:42"))
    page = typed(desk, "1")
    assert "Late: it began at 08:00." in page.text


def test_several_hits_are_offered_and_one_tap_checks_in(desk: HouseClient, forum: Forum) -> None:
    make_registration(forum, badge_number=3, person=make_person("កញ្ញា", "សុខ", given_name_latin="Kanha"))
    page = typed(desk, "kanha")
    assert page.text.count("/desk/people/") == 2
    chosen = registration(forum, 2)
    tap = {"day": "1", "half": "morning"}
    assert "verdict-ok" in desk.post(f"{DESK}/people/{chosen.id}", data=tap, follow_redirects=True).text


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("ABCD2345", 404, "No badge of this forum has the code ABCD2345."),
        ("77", 404, "Nobody in this forum has badge number 77."),
        ("zzz", 404, "Nobody is found with these letters."),
        ("99999", 404, "No badge of this forum has the code 99999."),
    ],
)
def test_what_is_not_known_is_red_with_its_sentence(
    desk: HouseClient, forum: Forum, text: str, status: int, sentence: str
) -> None:
    page = typed(desk, text)
    assert (page.status_code, "verdict-no" in page.text, sentence in page.text) == (status, True, True)


def test_who_is_cancelled_is_red_with_the_name(desk: HouseClient, forum: Forum) -> None:
    with transaction():
        registration(forum, 2).status = "cancelled"
    page = typed(desk, "2")
    assert page.status_code == 409
    assert "This registration was cancelled." in page.text
    assert "Ly Kanha" in page.text


def test_an_empty_field_leads_back_to_the_desk(desk: HouseClient, forum: Forum) -> None:
    assert '<b class="num">0</b>' in typed(desk, "").text


def test_the_language_switch_keeps_what_was_typed(desk: HouseClient, forum: Forum) -> None:
    page = typed(desk, "dara", switch_lang="km")
    assert 'value="dara"' in page.text
    assert queries.count_evidence(forum) == 0


def test_a_check_in_is_taken_back(desk: HouseClient, forum: Forum) -> None:
    page = typed(desk, "1")
    evidence = db.session.scalars(select(Evidence)).one()
    assert f"/desk/verdict/{evidence.id}/undo" in page.text
    back = desk.post(f"{DESK}/verdict/{evidence.id}/undo", follow_redirects=True)
    assert "The check-in of badge 001 was taken back." in back.text
    assert '<b class="num">0</b>' in back.text
    assert desk.post(f"{DESK}/verdict/{evidence.id}/undo").status_code == 409


def test_the_list_checks_in_who_is_ticked(desk: HouseClient, forum: Forum) -> None:
    people = [str(registration(forum, number).id) for number in (1, 2)]
    data = {"people": people, "day": "1", "half": "morning"}
    page = desk.post(f"{DESK}/list", data=data, follow_redirects=True)
    assert "Checked in: 2." in page.text
    assert 'type="checkbox"' not in page.text
    assert desk.post(f"{DESK}/list", data={"day": "1", "half": "morning"}).status_code == 422


def test_a_half_day_that_is_over_is_entered_from_paper(
    desk: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    at_time(at(forum, 1, "12:40"))
    data = {"people": [str(registration(forum, 1).id)], "day": "1", "half": "morning"}
    desk.post(f"{DESK}/list", data=data)
    row = db.session.scalars(select(Evidence)).one()
    assert (row.source, row.at) == ("paper", at(forum, 1, "08:00"))


def test_a_forum_without_days_says_what_is_missing(client: HouseClient, context: None) -> None:
    client.sign_in(make_staff(without_days(make_forum()))).speak("en")
    assert "The forum has no days yet" in client.get(DESK).text
    assert client.get(f"{DESK}/list").status_code == 303
    assert client.get(TABLE).status_code == 200
    assert client.get(f"{TABLE}?by=session").status_code == 200
    assert client.get(f"{TABLE}/sheet.pdf", follow_redirects=True).status_code == 200


def badges(page: str) -> list[str]:
    return re.findall(r'<td class="n"><b>(\d{3})</b></td>', page)


def test_the_matrix_shows_marks_counts_and_filters(
    organiser: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    make_check_in(registration(forum, 1), clock_time="07:41")
    make_check_in(registration(forum, 2), clock_time="08:44")
    at_time(at(forum, 1, "09:30"))
    page = organiser.get(TABLE).text
    assert "Morning<b>2</b>" in page
    assert ("07:41" in page, "Late 08:44" in page) == (True, True)
    women = organiser.get(f"{TABLE}?show=women").text
    assert badges(women) == ["002"]
    assert badges(organiser.get(f"{TABLE}?show=late").text) == ["002"]
    assert badges(organiser.get(f"{TABLE}?unit=kandal").text) == ["001"]
    assert "Nobody fits these filters." in organiser.get(f"{TABLE}?q=zzz").text
    assert badges(organiser.get(f"{TABLE}?q=001").text) == ["001"]
    sessions = organiser.get(f"{TABLE}?by=session&day=1").text
    assert '<span class="soft">~</span><b>30</b>' in sessions
    assert "women 1" in organiser.get(f"{TABLE}?by=unit").text


def test_a_long_matrix_has_pages(organiser: HouseClient, forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum_app.attendance.views.organiser.ROWS", 1)
    first, second = organiser.get(TABLE).text, organiser.get(f"{TABLE}?page=9").text
    assert badges(first) + badges(second) == ["001", "002"]
    assert ("page=2" in first, '<td class="n soft">2</td>' in second) == (True, True)


@pytest.mark.parametrize("by", ["half", "session", "unit"])
def test_the_matrix_asks_the_same_number_of_queries_for_one_and_for_three(
    client: HouseClient, context: None, count_queries: Any, by: str
) -> None:
    forum = make_forum()
    make_session(forum)
    client.sign_in(make_staff(forum))

    def measured() -> int:
        db.session.rollback()
        with count_queries() as seen:
            assert client.get(f"{TABLE}?by={by}").status_code == 200
        return len(seen)

    held = {"unit_id": make_unit().id, "rank_id": make_rank().id}
    make_check_in(make_registration(forum, badge_number=1, **held))
    one = measured()
    for number in (2, 3):
        person, found = make_person(f"ធារី{number}"), find_forum("TEST-1")
        assert found is not None
        make_check_in(make_registration(found, badge_number=number, person=person, **held))
    assert measured() == one


def test_an_organiser_corrects_with_a_reason_and_the_scan_stays(organiser: HouseClient, forum: Forum) -> None:
    make_check_in(registration(forum, 1))
    address = f"{TABLE}/{registration(forum, 1).id}"
    data = {"half_day": "1-morning", "state": "duty", "reason": ""}
    assert organiser.post(address, data=data).status_code == 422
    assert organiser.post(address, data={**data, "reason": "  "}).status_code == 422
    page = organiser.post(address, data={**data, "reason": "Called by the unit"}, follow_redirects=True)
    assert ("Called by the unit" in page.text, "Came 07:52" in page.text) == (True, True)
    late = {"half_day": "3-afternoon", "state": "came", "reason": "He says so"}
    assert "Nobody can have come" in organiser.post(address, data=late).text


def test_the_desk_sees_a_person_but_does_not_correct(desk: HouseClient, forum: Forum) -> None:
    address = f"{TABLE}/{registration(forum, 1).id}"
    assert "Keep the correction" not in desk.get(address).text
    desk.post(address, data={"half_day": "1-morning", "state": "duty", "reason": "x"})
    assert queries.count_evidence(forum) == 0


def test_a_person_of_another_forum_is_not_found(organiser: HouseClient, forum: Forum) -> None:
    stranger = make_registration(make_forum("OTHER"), badge_number=1, person=make_person("រតនា"))
    assert organiser.get(f"{TABLE}/{stranger.id}").status_code == 404
    assert organiser.get(f"{TABLE}/{UUID(int=7)}").status_code == 404


def test_the_sheet_is_a_pdf_with_every_name(desk: HouseClient, forum: Forum) -> None:
    answer = desk.get(f"{TABLE}/sheet.pdf?day=2")
    assert answer.mimetype == "application/pdf"
    assert len(PdfReader(BytesIO(answer.data)).pages) == 1
    assert "sign-in-day-2.pdf" in answer.headers["Content-Disposition"]


def test_the_columns_of_the_sheet_are_kept(organiser: HouseClient, forum: Forum) -> None:
    data = {"order": "protocol", "landscape": "y", "signer_post_km": "ប្រធាន", "signer_post_en": "Head"}
    data |= {
        "place_name": "1",
        "on_name": "y",
        "km_name": "ឈ្មោះ",
        "en_name": "Name",
        "place_morning": "២",
        "on_morning": "y",
    }
    assert organiser.post(f"{TABLE}/sheet", data=data).status_code == 303
    kept = queries.settings_of(forum)
    assert [row["key"] for row in kept.sheet_columns or [] if row["on"]] == ["name", "morning"]
    assert (kept.sheet_order, kept.signer_post) == ("protocol", Bilingual("ប្រធាន", "Head"))
    assert organiser.post(f"{TABLE}/sheet", data={**data, "place_name": "x"}).status_code == 422
    assert 'value="ឈ្មោះ"' in organiser.get(f"{TABLE}/sheet").text


def test_grace_and_rates_are_kept(organiser: HouseClient, forum: Forum) -> None:
    data = {"grace_minutes": "២០", "currency": "USD", "rate": "10", "rate_captain": "12"}
    assert organiser.post(f"{TABLE}/settings", data=data).status_code == 303
    assert queries.settings_of(forum).grace_minutes == 20
    assert list(queries.rates_of(forum).values()) == [12]
    assert organiser.post(f"{TABLE}/settings", data={**data, "rate": "-1"}).status_code == 422


def test_the_workbook_is_downloaded(organiser: HouseClient, forum: Forum) -> None:
    answer = organiser.get(f"{TABLE}/workbook.xlsx")
    assert "TEST-1-attendance.xlsx" in answer.headers["Content-Disposition"]
    assert len(load_workbook(BytesIO(answer.data)).sheetnames) == 7


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_sees_their_own_half_days(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None], lang: str
) -> None:
    account: Account = make_officer(forum, badge_number=5)
    make_check_in(registration(forum, 5), clock_time="07:52")
    at_time(at(forum, 1, "14:00"))
    page = client.sign_in(account).speak(lang).get("/forums/TEST-1/me/attendance")
    assert page.status_code == 200
    assert ("07:52" in page.text, "60" in page.text) == (True, True)


def test_who_is_not_registered_has_no_record(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum))
    assert client.get("/forums/TEST-1/me/attendance").status_code == 403


def test_the_same_form_sent_twice_checks_in_once(desk: HouseClient, forum: Forum) -> None:
    data = {"who": "1", "day": "1", "half": "morning", "op_id": str(UUID(int=99))}
    first, second = desk.post(DESK, data=data), desk.post(DESK, data=data)
    assert first.headers["Location"] == second.headers["Location"]
    assert queries.count_evidence(forum) == 1
    assert db.session.scalars(select(Evidence.op_id)).one() == UUID(int=99)


def test_day_of_finds_no_day_that_is_not_there(forum: Forum) -> None:
    assert queries.find_day(forum, 9) is None
    with pytest.raises(KeyError):
        queries.slot_of(forum, day_of(forum), "night")
