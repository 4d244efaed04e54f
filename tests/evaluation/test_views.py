"""Pages of feedback."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from pypdf import PdfReader

from forum_app.evaluation import queries
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration.models import Registration
from tests.factories.evaluation import make_feedback, make_people, make_questions, make_slips, subject_of
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer
from tests.pages import HouseClient

FORMS, RESULTS = "/forums/TEST-1/me/feedback", "/forums/TEST-1/feedback"
DAY_ONE = f"{FORMS}/day-1"
PAPER = f"{RESULTS}/about/day-1/paper"
QUESTIONS = f"{RESULTS}/questions"
LANGUAGES = pytest.mark.parametrize("lang", ["km", "en"])


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


@LANGUAGES
def test_an_officer_answers_once(client: HouseClient, forum: Forum, at_time: Callable[[Any], None], lang: str) -> None:
    questions = make_questions(forum)
    at_time(at(forum, 1, "16:00"))
    client.sign_in(make_officer(forum)).speak(lang)
    page = client.get(FORMS)
    assert (page.status_code, f'action="{DAY_ONE}"' in page.text) == (200, True)
    data = {f"q-{questions[0].id}": "5", f"q-{questions[-1].id}": "ល្អ។"}
    answer = client.post(DAY_ONE, data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, FORMS)
    assert 'type="radio"' not in client.get(FORMS).text
    assert queries.results_of(subject_of(forum)).forms == 1


@LANGUAGES
def test_sessions_stand_below_as_links(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None], lang: str
) -> None:
    make_questions(forum)
    make_session(forum)
    client.sign_in(make_officer(forum)).speak(lang)
    at_time(at(forum, 1, "10:30"))
    page = client.get(FORMS)
    assert (f'href="{FORMS}/D1S01"' in page.text, 'type="radio"' in page.text) == (True, False)
    assert client.get(f"{FORMS}/D1S01").text.count('type="radio"') == 10


def test_an_empty_form_is_refused_and_a_wrong_one_keeps_the_text(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    questions = make_questions(forum)
    at_time(at(forum, 1, "16:00"))
    client.sign_in(make_officer(forum)).speak("en")
    assert "Choose at least one face" in client.post(DAY_ONE, data={}).text
    page = client.post(DAY_ONE, data={f"q-{questions[0].id}": "x", f"q-{questions[-1].id}": "Kept sentence."})
    assert page.status_code == 422
    assert "Kept sentence." in page.text


@LANGUAGES
def test_before_its_hours_the_page_says_when(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None], lang: str
) -> None:
    questions = make_questions(forum)
    at_time(at(forum, 1, "10:00"))
    page = client.sign_in(make_officer(forum)).speak(lang).get(FORMS)
    assert ("14:00" in page.text, client.get(DAY_ONE).status_code) == (True, 200)
    assert client.post(DAY_ONE, data={f"q-{questions[0].id}": "5"}).status_code == 422
    assert client.get(f"{FORMS}/nothing").status_code == 404


def form_of(answers: dict[str, Any], *, minutes_ago: int = 0, **more: Any) -> dict[str, Any]:
    """A call of the queue with one form, by a phone whose clock is wrong by years."""
    at = 1_000_000_000_000
    operation = {"op": str(uuid4()), "kind": "feedback", "at": at, "answers": answers, **more}
    return {"sent_at": at + minutes_ago * 60_000, "operations": [operation]}


def test_a_form_that_waited_on_a_phone_is_taken_by_its_age(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    questions = make_questions(forum)
    at_time(at(forum, 3, "09:00"))
    client.sign_in(make_officer(forum)).speak("en")
    answers = {str(questions[0].id): 5, str(questions[-1].id): " ល្អ។ "}
    too_old = client.post(f"{DAY_ONE}/send", json=form_of(answers, minutes_ago=60 * 60 * 24 * 365)).get_json()
    assert too_old["operations"][0]["state"] == "refused"
    assert too_old["operations"][0]["text"].startswith("This feedback form is not open now.")
    message = form_of(answers, minutes_ago=39 * 60)  # 18:00 of the first day
    for _twice in range(2):
        told = client.post(f"{DAY_ONE}/send", json=message).get_json()
        assert told == {"operations": [{"op": message["operations"][0]["op"], "state": "kept"}]}
    assert queries.results_of(subject_of(forum)).forms == 1


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {"sent_at": 1, "operations": []},
        {"sent_at": "x", "operations": [{}]},
        {"sent_at": 1, "operations": [{"op": "x", "at": 1, "answers": {}}]},
        {"sent_at": 1, "operations": [{"op": str(UUID(int=1)), "at": 1, "answers": {"x": 1}}]},
        {"sent_at": 1e400, "operations": [{"op": str(UUID(int=1)), "at": 1, "answers": {}}]},
        {"sent_at": 1, "operations": [{"op": str(UUID(int=1)), "at": 1, "answers": {}}] * 21},
    ],
)
def test_a_call_that_no_phone_of_ours_makes_gets_a_sentence(client: HouseClient, forum: Forum, message: Any) -> None:
    client.sign_in(make_officer(forum)).speak("en")
    answer = client.post(f"{DAY_ONE}/send", data=json.dumps(message), content_type="application/json")
    assert answer.status_code == 422
    assert answer.get_json() == {"text": "This form could not be read. Open the page again and send it once more."}


@pytest.mark.parametrize("value", [True, None, 9, [5], {"face": 5}])
def test_a_face_that_is_none_is_refused(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None], value: Any
) -> None:
    questions = make_questions(forum)
    at_time(at(forum, 1, "16:00"))
    client.sign_in(make_officer(forum)).speak("en")
    told = client.post(f"{DAY_ONE}/send", json=form_of({str(questions[0].id): value})).get_json()
    assert told["operations"][0]["text"] == "Choose one of the five faces."


@LANGUAGES
def test_an_organiser_reads_counts_and_sentences(client: HouseClient, forum: Forum, lang: str) -> None:
    make_questions(forum)
    client.sign_in(make_staff(forum)).speak(lang)
    assert client.get(RESULTS).status_code == 200
    assert "–</td>" in client.get(RESULTS).text
    for registration in make_people(forum, 5):
        make_feedback(registration, text="More time and more practice.")
    assert client.get(RESULTS).text.count(">4.0</td>") == 4
    page = client.get(f"{RESULTS}/about/day-1")
    assert (page.status_code, page.text.count("More time"), page.text.count('<svg class="plot"')) == (200, 5, 4)
    assert client.get(f"{RESULTS}/about/nothing").status_code == 404


def test_below_five_the_page_says_so_and_nothing_else(client: HouseClient, forum: Forum) -> None:
    make_questions(forum)
    for registration in make_people(forum, 4):
        make_feedback(registration, text="Secret sentence.")
    client.sign_in(make_staff(forum)).speak("en")
    page = client.get(f"{RESULTS}/about/day-1")
    assert ("Secret" in page.text, '<svg class="plot"' in page.text) == (False, False)
    assert "5 people have answered" in page.text


@pytest.mark.parametrize(
    ("role", "reads", "types", "words"),
    [
        ("lead_trainer", 200, 403, 403),
        ("trainer", 403, 403, 403),
        ("desk", 403, 200, 403),
        ("organiser", 200, 200, 200),
    ],
)
def test_who_reads_who_types_and_who_words(
    client: HouseClient, forum: Forum, role: str, reads: int, types: int, words: int
) -> None:
    make_questions(forum)
    client.sign_in(make_staff(forum, role))
    found = [client.get(url).status_code for url in (RESULTS, f"{RESULTS}/workbook.xlsx", PAPER, QUESTIONS)]
    assert found == [reads, reads, types, words]


def test_officers_answer_and_do_not_read(client: HouseClient, forum: Forum) -> None:
    make_questions(forum)
    officer = make_officer(forum)
    assert client.sign_in(officer).get(RESULTS).status_code == 403
    assert client.sign_in(make_staff(forum)).get(FORMS).status_code == 403


@pytest.mark.parametrize("page", [RESULTS, f"{RESULTS}/about/day-1"])
def test_results_cost_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any], page: str
) -> None:
    make_questions(forum)
    keys = [registration.id for registration in make_people(forum, 3)]
    client.sign_in(make_staff(forum))
    make_feedback(db.session.get_one(Registration, keys[0]))
    client.get(page)
    with count_queries() as one:
        client.get(page)
    for key in keys[1:]:
        make_feedback(db.session.get_one(Registration, key))
    client.get(page)
    with count_queries() as three:
        client.get(page)
    assert len(three) == len(one)


@LANGUAGES
def test_slips_are_printed_four_on_a_sheet(client: HouseClient, forum: Forum, lang: str) -> None:
    make_questions(forum)
    client.sign_in(make_staff(forum, "desk")).speak(lang)
    assert client.get(f"{RESULTS}/paper").text.count("slips.pdf") == 4
    pdf = client.get(f"{RESULTS}/about/day-1/slips.pdf")
    reader = PdfReader(io.BytesIO(pdf.data))
    assert (pdf.mimetype, len(reader.pages)) == ("application/pdf", 1)
    assert reader.pages[0].extract_text().count("The trainers explained clearly") == 4


@LANGUAGES
def test_the_desk_types_counts_and_sees_them_again(client: HouseClient, forum: Forum, lang: str) -> None:
    first, *_, last = make_questions(forum)
    client.sign_in(make_staff(forum, "desk")).speak(lang)
    data = {"slips": "៥", "seen": "0", f"q-{first.id}-5": "៣", f"q-{first.id}-4": "2", f"q-{last.id}": "ល្អ។\nGood."}
    assert client.post(PAPER, data=data).status_code == 303
    page = client.get(PAPER)
    assert [f'name="q-{first.id}-{face}" value="{count}"' in page.text for face, count in ((5, 3), (4, 2))] == [
        True
    ] * 2
    assert "ល្អ។" in page.text
    assert queries.results_of(subject_of(forum)).faces[0].counted.counts == {1: 0, 2: 0, 3: 0, 4: 2, 5: 3}


def test_more_crosses_than_slips_are_refused_and_stay_on_the_page(client: HouseClient, forum: Forum) -> None:
    first = make_questions(forum)[0]
    client.sign_in(make_staff(forum, "desk")).speak("en")
    page = client.post(PAPER, data={"slips": "2", "seen": "0", f"q-{first.id}-5": "3"})
    assert (page.status_code, f'name="q-{first.id}-5" value="3"' in page.text) == (422, True)
    assert "has 3 faces, but there are only 2 slips" in page.text


def test_a_grid_opened_before_somebody_else_saved_is_refused(client: HouseClient, forum: Forum) -> None:
    make_questions(forum)
    make_slips(forum)
    client.sign_in(make_staff(forum, "desk")).speak("en")
    assert "Somebody else has typed slips" in client.post(PAPER, data={"slips": "2", "seen": "0"}).text


@LANGUAGES
def test_an_organiser_words_the_questions(client: HouseClient, forum: Forum, lang: str) -> None:
    first = make_questions(forum)[0]
    client.sign_in(make_staff(forum)).speak(lang)
    assert client.get(QUESTIONS).status_code == 200
    new = {"scope": "day", "kind": "faces", "text_km": "សំណួរថ្មី", "text_en": "New question"}
    assert client.post(f"{QUESTIONS}/new", data=new).headers["Location"] == QUESTIONS
    assert [one.text.en for one in queries.list_questions(forum)][-1] == "New question"
    first = queries.list_questions(forum)[0]
    page = f"{QUESTIONS}/{first.id}"
    assert first.text.en in client.get(page).text
    assert client.post(page, data={"text_km": "", "text_en": "x"}).status_code == 422
    client.post(page, data={"text_km": "ពាក្យផ្សេង", "text_en": "Other words"})
    assert queries.list_questions(forum)[0].text.en == "Other words"
    client.post(f"{page}/retire")
    assert queries.list_questions(forum)[0].text.en != "Other words"
    assert client.get(f"{QUESTIONS}/{subject_of(forum).subject_id}").status_code == 404


def test_a_seventh_question_is_refused_on_the_page(client: HouseClient, forum: Forum) -> None:
    make_questions(forum)
    client.sign_in(make_staff(forum)).speak("en")
    data = {"scope": "day", "kind": "text", "text_km": "សំណួរ"}
    assert client.post(f"{QUESTIONS}/new", data=data).status_code == 303
    assert client.post(f"{QUESTIONS}/new", data=data).status_code == 422


def test_the_workbook_hides_what_fewer_than_five_said(client: HouseClient, forum: Forum) -> None:
    make_questions(forum)
    make_session(forum)
    people = make_people(forum, 5)
    for registration in people:
        make_feedback(registration, text="ល្អ។")
    for registration in people[:4]:
        make_feedback(registration, about="D1S01", text="Secret.")
    client.sign_in(make_staff(forum))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{RESULTS}/workbook.xlsx").data))
    rows = [row for row in book.worksheets[0].iter_rows(min_row=5, values_only=True) if row[0] in ("day-1", "D1S01")]
    assert [row[3:] for row in rows if row[0] == "D1S01"] == [(4, 4, None, None, None, None, None, None)] * 2
    assert [row[3:] for row in rows if row[0] == "day-1"] == [(5, 5, 0, 0, 0, 5, 0, 4)] * 4
    comments = [row[3] for row in book.worksheets[1].iter_rows(min_row=5, values_only=True)]
    assert comments == ["ល្អ។"] * 5


@pytest.mark.parametrize(
    ("role", "page"), [("lead_trainer", RESULTS), ("organiser", RESULTS), ("desk", f"{RESULTS}/paper")]
)
def test_whoever_works_with_feedback_finds_it_in_the_menu(
    client: HouseClient, forum: Forum, role: str, page: str
) -> None:
    make_questions(forum)
    tabs = client.sign_in(make_staff(forum, role)).get(page).text
    assert f'href="{page}" aria-current="page"' in tabs


def test_slips_of_a_session_carry_its_title(client: HouseClient, forum: Forum) -> None:
    make_questions(forum)
    make_session(forum)
    pdf = client.sign_in(make_staff(forum, "desk")).get(f"{RESULTS}/about/D1S01/slips.pdf")
    assert PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text().count("Session D1S01") == 4


def test_wording_a_question_that_is_no_longer_asked_is_refused_on_the_page(client: HouseClient, forum: Forum) -> None:
    first = make_questions(forum)[0]
    client.sign_in(make_staff(forum)).speak("en")
    page = f"{QUESTIONS}/{first.id}"
    client.post(f"{page}/retire")
    refused = client.post(page, data={"text_km": "ពាក្យផ្សេង", "text_en": "Other words"})
    assert (refused.status_code, "This question is no longer asked." in refused.text) == (422, True)
