"""An organiser starts a forum from nothing, and another one lives a day of it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from forum_app.certificates.models import Certificate
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.clock import wall
from forum_app.kernel.database import db
from forum_app.overview import queries as overview
from forum_app.overview import rules
from forum_app.overview.services import load_content
from forum_app.programme import services as programme
from forum_app.programme.queries import list_sessions
from forum_app.quizzes.rules import State
from forum_app.registration.models import Registration
from tests.factories.accounts import make_person
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration
from tests.journeys import lists
from tests.pages import HouseClient

LANGUAGES = ["km", "en"]
START = {
    "title_km": "វេទិកាខេត្តតាកែវ",
    "starts_on": "2027-02-01",
    "ends_on": "2027-02-02",
    "venue_km": "សាលប្រជុំ",
    "family_name_km": "ឈឹម",
    "given_name_km": "សុភ័ក្រ",
    "login": "sopheak",
    "password": "seven quiet rivers",
}
SESSION = {
    "title_km": "កិច្ចប្រជុំ",
    "day": "2",
    "kind": "presentation",
    "spoken_language": "km",
    "counts": "y",
    "module": "",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_nothing_to_a_printed_sheet_of_twenty_people(client: HouseClient, lang: str) -> None:
    load_content(at=wall())
    client.speak(lang)
    assert client.get("/").status_code == 200
    setup = client.post("/start", data=START).location
    home = setup.removesuffix("/setup")
    assert client.get(setup).status_code == 200

    review = client.post(f"{home}/people/import", data={"pasted": lists.pasted()}).location
    shown = client.get(review).get_data(as_text=True)
    assert [km for km, _latin in lists.names() if km not in shown] == []
    assert db.session.scalars(select(Registration)).all() == []
    client.post(review, data={"approve": "yes", "create_units": "y"})
    people = db.session.scalars(select(Registration)).all()
    assert {one.status for one in people} == {"approved"}
    assert sorted(one.badge_number or 0 for one in people) == list(range(1, 21))
    assert {one.person.rank.name.km for one in people if one.person.rank} == {"អនុសេនីយ៍ឯក"}

    filled = client.post(f"{home}/programme/fill", data={"template": "one-day"})
    assert filled.status_code == 303
    assert client.get(filled.location).status_code == 200
    helper = {"given_name_km": "សុវណ្ណ", "role": "desk", "language": "km", "login": "desk1"}
    assert client.post(f"{home}/staff/add", data=helper).status_code == 303
    cards = client.post(f"{home}/people/cards", data={"whom": "waiting", "order": "unit"})
    assert len(PdfReader(io.BytesIO(cards.data)).pages) == 3  # eight cards on a sheet
    sheet = PdfReader(io.BytesIO(client.get(f"{home}/attendance/sheet.pdf?day=1").data))
    assert len(sheet.pages) == 2

    forum = db.session.scalars(select(Forum)).one()
    assert [step.done for step in rules.steps(overview.setup_facts(forum))] == [True] * 5
    assert client.get(f"{home}/dashboard").status_code == 200


@pytest.fixture
def forum(context: None, at_time: Callable[[Any], None]) -> Forum:
    """Day 2, 08:10; five officers, of whom nobody has come yet."""
    forum = make_forum()
    hall = programme.add_room(forum, code="HALL", name=Bilingual("សាលធំ", "Main hall"), capacity=80, actor=None)
    make_session(forum, "D2S01", day=2, start="08:00", end="10:00", room_id=hall.id)
    for number, (family, given) in enumerate([("សុខ", "ដារ៉ា"), ("ហេង", "បូរ៉ា"), ("លី", "ធីតា")], 1):
        person = make_person(given, family, given_name_latin=f"Given{number}")
        make_registration(forum, badge_number=number, person=person)
    at_time(at(forum, 2, "08:10"))
    return forum


@pytest.fixture
def organiser(client: HouseClient, forum: Forum) -> HouseClient:
    return client.sign_in(make_staff(forum))


def state_of(certificate: Certificate) -> str | None:
    return db.session.scalar(select(Certificate.state).where(Certificate.id == certificate.id))


def registration(number: int) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.badge_number == number)).one()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_taken_room_is_refused_in_words_and_the_form_keeps_what_was_typed(
    organiser: HouseClient, forum: Forum, lang: str
) -> None:
    organiser.speak(lang)
    room = str(list_sessions(forum)[0].room_id)
    add = "/forums/TEST-1/programme/add"
    page = organiser.post(add, data={**SESSION, "start": "09:30", "end": "09:00"})
    assert page.status_code == 422
    page = organiser.post(
        "/forums/TEST-1/programme/add", data={**SESSION, "start": "09:30", "end": "11:00", "room": room}
    )
    text = page.get_data(as_text=True)
    title = "វគ្គ D2S01" if lang == "km" else "Session D2S01"
    assert (page.status_code, title in text, "កិច្ចប្រជុំ" in text) == (422, True, True)
    data = {**SESSION, "start": "10:00", "end": "11:00", "room": room}
    assert organiser.post(add, data=data).status_code == 303
    assert len(list_sessions(forum)) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_morning_at_the_desk_by_code_by_letters_and_by_list(organiser: HouseClient, forum: Forum, lang: str) -> None:
    organiser.speak(lang)
    half = {"day": "2", "half": "morning"}
    first = organiser.post("/forums/TEST-1/desk", data={"who": "001", **half}, follow_redirects=True)
    assert "verdict-ok" in first.get_data(as_text=True)
    again = organiser.post("/forums/TEST-1/desk", data={"who": "001", **half}, follow_redirects=True)
    assert ("verdict-again" in again.get_data(as_text=True), "08:10" in again.get_data(as_text=True)) == (True, True)
    letters = organiser.post("/forums/TEST-1/desk", data={"who": "បូរ៉ា", **half}, follow_redirects=True)
    assert "verdict-ok" in letters.get_data(as_text=True)
    ticked = {"people": [str(registration(3).id)], **half}
    assert organiser.post("/forums/TEST-1/desk/list", data=ticked, follow_redirects=True).status_code == 200

    there = f"/forums/TEST-1/attendance/{registration(3).id}"
    correction = {"half_day": "2-morning", "state": "absent", "reason": ""}
    assert organiser.post(there, data=correction).status_code == 422
    assert organiser.post(there, data={**correction, "reason": "ច្រឡំឈ្មោះ"}).status_code == 303
    for view in ("", "?by=session", "?by=unit", "?show=missing"):
        assert organiser.get(f"/forums/TEST-1/attendance{view}").status_code == 200
    book = load_workbook(io.BytesIO(organiser.get("/forums/TEST-1/attendance/workbook.xlsx").data))
    matrix = book.worksheets[1]
    head = next(row for row in matrix.iter_rows() if str(row[0].value).startswith("ល.រ"))
    marks = [row[10].value for row in matrix.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + 3)]
    assert sorted(marks) == ["A", "P", "P"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_registration_is_decided_and_a_card_is_printed_again(organiser: HouseClient, forum: Forum, lang: str) -> None:
    organiser.speak(lang)
    wrong = organiser.post("/forums/TEST-1/people/add", data={"family_name_km": "ស៊ុន", "phone": "១២"})
    assert (wrong.status_code, "ស៊ុន" in wrong.get_data(as_text=True)) == (422, True)
    one = make_registration(forum, badge_number=None, status="pending", person=make_person("ម៉ារី"))
    there = f"/forums/TEST-1/people/{one.id}"
    assert organiser.post(f"{there}/decline", data={"reason": ""}).status_code == 422
    assert organiser.post(f"{there}/approve").status_code == 303
    assert (one.status, one.badge_number) == ("approved", 4)
    assert organiser.post(f"{there}/card").mimetype == "application/pdf"
    assert organiser.post(f"{there}/cancel", data={"reason": "ឈឺ"}).status_code == 303
    assert one.status == "cancelled"
    assert organiser.get(there).status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_quiz_is_opened_closed_and_released_and_a_certificate_lives_its_life(
    organiser: HouseClient, forum: Forum, lang: str
) -> None:
    organiser.speak(lang)
    quiz = make_quiz(forum)
    for step, state in (("open", State.OPEN), ("close", State.CLOSED), ("release", State.RELEASED)):
        assert organiser.post(f"/forums/TEST-1/quizzes/{quiz.id}/{step}").status_code == 303
        assert quiz.state == state
    board = "/forums/TEST-1/certificates"
    assert organiser.get(board).status_code == 200
    one = registration(1)
    assert organiser.get(f"{board}/of/{one.id}/participation").status_code == 200
    organiser.post(f"{board}/prepare/participation", data={"who": "expected"})
    made = db.session.scalars(select(Certificate).where(Certificate.registration_id == one.id)).one()
    pile = organiser.post(f"{board}/print", data={"kind": "participation"})
    assert len(PdfReader(io.BytesIO(pile.data)).pages) == 3
    for act, data, state in (
        ("hold", {"hold-reason": "រង់ចាំ"}, "held"),
        ("release", {}, "prepared"),
        ("give", {}, "given"),
        ("correct", {"correct-reason": "ឈ្មោះ"}, "given"),
        ("void", {"void-reason": "ខុស"}, "void"),
    ):
        assert organiser.post(f"{board}/{made.id}/{act}", data=data).status_code == 303
        assert state_of(made) == state, act
    assert organiser.get("/forums/TEST-1/feedback").status_code == 200


def test_the_organiser_of_another_forum_sees_nothing_of_this_one(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(make_forum("OTHER")))
    for page in ("dashboard", "people", "programme", "attendance", "attendance/workbook.xlsx", "quizzes", "skills",
                 "materials", "certificates", "certificates/book.pdf", "feedback", "settings"):  # fmt: skip
        assert client.get(f"/forums/TEST-1/{page}").status_code == 403, page
