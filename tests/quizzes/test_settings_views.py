"""Preparing a quiz in every detail, and letting somebody in, as organisers and trainers see it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.quizzes import queries, rules, services
from forum_app.quizzes.models import Quiz, QuizAdmission
from forum_app.quizzes.rules import AnswerLine
from forum_app.quizzes.rules.warnings import Facts, warnings
from tests.factories.attendance import make_check_in
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.questions import CONTENT, make_exhibit, make_question, make_taught
from tests.factories.quizzes import make_bank, make_quiz, question_row, take_quiz
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient
from tests.quizzes.browsing import mine, staff

pytestmark = pytest.mark.usefixtures("context")
FORM = {
    "code": "Q7", "title_km": "តេស្តថ្ងៃទី២", "title_en": "Quiz of day 2", "purpose": "session", "module": "DF",
    "forum_session": "", "question_count": "3", "limit_minutes": "10", "pass_percent": "60", "opens_when": "hand",
    "opens_minutes": "0", "closes_when": "hand", "closes_minutes": "0", "behaviour": "after", "release": "by_hand",
    "attempts_allowed": "1", "counting": "best", "entry": "registered", "draw": "same", "is_shuffled": "y",
}  # fmt: skip


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    return forum


@pytest.fixture
def organiser(client: HouseClient, forum: Forum) -> HouseClient:
    return client.sign_in(make_staff(forum)).speak("en")


def new(forum: Forum) -> str:
    return f"/forums/{forum.code}/quizzes/new"


def refusal(client: HouseClient, place: str, **values: str) -> str:
    page = client.post(place, data={**FORM, **values})
    assert page.status_code == 422
    return page.get_data(as_text=True)


class TestSetup:
    def test_everything_is_kept_and_shown_again(self, organiser: HouseClient, forum: Forum) -> None:
        make_bank()
        held = make_session(forum, "D2S02", day=2, start="10:00", end="11:00")
        values = {
            "forum_session": str(held.id), "opens_when": "end-", "opens_minutes": "១០", "closes_when": "end+",
            "closes_minutes": "5", "release": "at_close", "attempts_allowed": "3", "counting": "last",
            "entry": "present", "draw": "each", "is_shuffled": "",
        }  # fmt: skip
        sent = organiser.post(new(forum), data={**FORM, **values})
        quiz = db.session.scalars(select(Quiz)).one()
        assert (quiz.window.opens_at, quiz.window.closes_at) == (at(forum, 2, "10:50"), at(forum, 2, "11:05"))
        kept = (quiz.release, quiz.attempts_allowed, quiz.counting, quiz.entry, quiz.draw, quiz.is_shuffled)
        assert kept == ("at_close", 3, "last", "present", "each", False)
        page = organiser.get(sent.location).get_data(as_text=True)
        assert page.count("<details open>") == 3
        assert "it opens" in page
        again = organiser.post(sent.location, data={**FORM, **values, "opens_minutes": "20"})
        assert (again.status_code, quiz.window.opens_at) == (303, at(forum, 2, "10:40"))
        listed = organiser.get(f"/forums/{forum.code}/quizzes").get_data(as_text=True)
        assert ("Opens by itself:" in listed, "Closes by itself:" in listed) == (True, True)

    def test_what_is_folded_away_stays_folded_while_its_defaults_hold(
        self, organiser: HouseClient, forum: Forum
    ) -> None:
        page = organiser.get(new(forum)).get_data(as_text=True)
        form = page[page.index('id="quiz"') :]
        assert (form.count("<details"), "open><summary>" in form) == (4, False)

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_pools_show_how_many_questions_there_are(self, organiser: HouseClient, forum: Forum, lang: str) -> None:
        module = make_taught("DF")
        services.load_questions("DF", [question_row(f"DF-Q{n}", objective=f"DF-O{1 + n % 2}") for n in range(6)])
        one, two = module.objectives
        organiser.speak(lang)
        sent = organiser.post(
            new(forum),
            data={
                **FORM,
                "pools-0-subject": f"objective:{one.id}", "pools-0-question_count": "2", "pools-0-difficulty": "2",
                "pools-1-subject": "", "pools-1-question_count": "", "pools-1-difficulty": "",
                "pools-2-subject": f"module:{two.module_id}", "pools-2-question_count": "1", "pools-2-difficulty": "",
            },
        )  # fmt: skip
        quiz = db.session.scalars(select(Quiz)).one()
        found = [(pool.objective_id, pool.module_id, pool.difficulty) for pool in queries.list_pools(quiz)]
        assert found == [(one.id, None, 2), (None, module.id, None)]
        assert quiz.question_count == 3
        page = organiser.get(sent.location).get_data(as_text=True)
        word = {"km": "(សំណួរឯកភាពហើយ 3)", "en": "(3 approved questions)"}[lang]
        assert word in page

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"question_count": "-3"}, "Number of questions: Number must be"),
            ({"attempts_allowed": "-1"}, "Attempts for each person: Number must be"),
            ({"limit_minutes": "-1"}, "Time limit in minutes: Number must be"),
            ({"opens_when": "end-", "opens_minutes": "-5"}, "Minutes (opening): Number must be"),
            ({"opens_when": "end-"}, "Choose the session first"),
            ({"purpose": "pre", "behaviour": "mastery", "module": ""}, "only when its results are released"),
            ({"pools-0-subject": "objective:nobody", "pools-0-question_count": "1"}, "Line 1: choose a subject"),
            ({"pools-0-subject": "DF", "pools-0-question_count": "500"}, "Line 1: say how many, from 1 to 60."),
            ({"pools-0-subject": "DF", "pools-0-question_count": "50"}, "Line 1 asks for 50 questions, but only 4"),
        ],
    )
    def test_each_wrong_input_has_its_own_sentence(
        self, organiser: HouseClient, forum: Forum, values: dict[str, str], sentence: str
    ) -> None:
        module = make_bank(count=4)
        subject = values.get("pools-0-subject")
        if subject == "DF":
            values = {**values, "pools-0-subject": f"module:{module.id}"}
        page = refusal(organiser, new(forum), **values)
        assert sentence.rsplit(": ", maxsplit=1)[-1] in page
        assert FORM["title_km"] in page

    def test_a_window_that_closes_before_it_opens(self, organiser: HouseClient, forum: Forum) -> None:
        make_bank()
        held = make_session(forum)
        values = {"forum_session": str(held.id), "opens_when": "end+", "closes_when": "start+"}
        assert "close before it opens" in refusal(organiser, new(forum), **values)

    def test_a_copy_is_opened_for_change(self, organiser: HouseClient, forum: Forum) -> None:
        quiz = make_quiz(forum)
        sent = organiser.post(staff(quiz, "/copy"))
        copy = db.session.scalars(select(Quiz).where(Quiz.code == "Q1-2")).one()
        assert sent.location == staff(copy, "/setup")
        assert "This is the copy, with the code Q1-2." in organiser.get(sent.location).get_data(as_text=True)

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_questions_of_every_kind_and_their_case_file_are_read(
        self, organiser: HouseClient, forum: Forum, lang: str
    ) -> None:
        exhibit = make_exhibit()
        for number, kind in enumerate(CONTENT):
            make_question(kind, status="approved", exhibit=exhibit.code if number < 2 else "", code=f"DF-K{number}")
        quiz = make_quiz(forum, questions=4, question_count=4 + len(CONTENT))
        page = organiser.speak(lang).get(staff(quiz, "/setup")).get_data(as_text=True)
        for said in ("What happened", "48 ± 0.5 hours", "សា ២៥៦", "Step ក – Partner 1", "Partner 4"):
            assert said in page
        assert page.count("A case<") + page.count("ករណី<") >= 1

    def test_the_page_costs_the_same_for_two_and_eight_questions(
        self, organiser: HouseClient, forum: Forum, count_queries: Any
    ) -> None:
        make_bank(count=8)
        places = [staff(make_quiz(forum, code=f"C{count}", questions=8, question_count=count), "/setup")
                  for count in (2, 8)]  # fmt: skip
        costs = []
        for place in places:
            with count_queries() as seen:
                organiser.get(place)
            costs.append(len(seen))
        assert costs[0] == costs[1]


class TestEntry:
    @pytest.fixture
    def quiz(self, forum: Forum) -> Quiz:
        held = make_session(forum, "D2S02", day=2, start="10:00", end="11:00")
        return make_quiz(forum, opened=at(forum, 2, "10:20"), entry="present", forum_session_id=held.id)

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_an_officer_is_sent_to_the_desk_and_let_in_by_a_trainer(
        self, client: HouseClient, forum: Forum, quiz: Quiz, lang: str
    ) -> None:
        officer = make_officer(forum)
        refused = client.sign_in(officer).speak(lang).post(mine(quiz))
        sentence = {"km": "សូមយកស្លាកទៅតុចុះឈ្មោះ", "en": "Go to the desk with your badge"}[lang]
        assert (refused.status_code, sentence in refused.get_data(as_text=True)) == (422, True)
        registration = queries.find_own(forum, officer.person_id)
        assert registration is not None
        trainer = make_staff(forum, "trainer")
        client.sign_in(trainer).speak(lang)
        assert client.get(staff(quiz, "/entry")).status_code == 200
        place = staff(quiz, f"/entry/{registration.id}")
        assert client.post(place, data={"reason": ""}).status_code == 422
        assert client.post(place, data={"reason": "ភ្លេចស្លាក"}).location == staff(quiz, "/entry")
        page = client.get(staff(quiz, "/entry")).get_data(as_text=True)
        assert ("ភ្លេចស្លាក" in page, trainer.person.name.in_language(lang) in page) == (True, True)
        assert client.sign_in(officer).post(mine(quiz)).status_code == 303

    def test_somebody_of_another_forum_is_not_let_in(self, client: HouseClient, forum: Forum, quiz: Quiz) -> None:
        stranger = make_registration(make_forum("TEST-2"))
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        page = client.post(staff(quiz, f"/entry/{stranger.id}"), data={"reason": "x"})
        assert (page.status_code, "Only confirmed participants" in page.get_data(as_text=True)) == (422, True)
        assert list(db.session.scalars(select(QuizAdmission))) == []

    def test_the_page_costs_the_same_for_one_and_three_people(
        self, client: HouseClient, forum: Forum, quiz: Quiz, count_queries: Any
    ) -> None:
        client.sign_in(make_staff(forum, "trainer"))
        quiz_id, place, costs = quiz.id, staff(quiz, "/entry"), []
        for badges in ([1, 2], [3, 4, 5, 6]):
            found = db.session.get_one(Quiz, quiz_id)
            for badge in badges:
                person = make_registration(found.forum, badge_number=badge)
                if badge % 2:
                    make_check_in(person, day=2)
                else:
                    services.admit(found, person.id, reason="x", actor=None, at=at(found.forum, 2, "10:21"))
            with count_queries() as seen:
                client.get(place)
            costs.append(len(seen))
        assert costs[0] == costs[1]

    def test_a_quiz_for_everybody_says_so(self, client: HouseClient, forum: Forum) -> None:
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        page = client.get(staff(make_quiz(forum), "/entry")).get_data(as_text=True)
        assert "nobody has to be let in" in page


class TestAttempts:
    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_the_result_shows_the_attempt_that_counts(self, client: HouseClient, forum: Forum, lang: str) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), attempts_allowed=0)
        officer = make_officer(forum)
        registration = queries.find_own(forum, officer.person_id)
        assert registration is not None
        for count in (3, 1):
            take_quiz(quiz, registration, right=[True] * count, at=at(forum, 2, "10:22"))
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:23"))
        services.release_results(quiz, actor=None, at=at(forum, 2, "10:24"))
        page = client.sign_in(officer).speak(lang).get(mine(quiz, "/result")).get_data(as_text=True)
        said = {"km": "រាប់លើកទី 1 ក្នុងចំណោម 2", "en": "Attempt 1 of 2 counts: the best one."}[lang]
        assert (said in page, "3/4" in page) == (True, True)

    def test_trainers_see_who_was_let_in_and_which_attempt_counts(self, client: HouseClient, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), attempts_allowed=2)
        person = make_registration(forum)
        services.admit(quiz, person.id, reason="ភ្លេចស្លាក", actor=None, at=at(forum, 2, "10:21"))
        for count in (3, 1):
            take_quiz(quiz, person, right=[True] * count, at=at(forum, 2, "10:22"))
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        page = client.get(staff(quiz, "/people")).get_data(as_text=True)
        assert ("Let in by a trainer: ភ្លេចស្លាក" in page, page.count("· counts")) == (True, 1)
        assert page.index("Attempt 1 · counts") < page.index("Attempt 2")


def facts(**values: Any) -> Facts:
    sound: dict[str, Any] = {
        "purpose": "session", "entry": "registered", "release": "by_hand", "draw": "same", "has_session": True,
        "session_is_cancelled": False, "has_window": False, "window_is_possible": True, "closes_itself": False,
        "wanted": 8, "offered": 8, "withdrawn": 0, "on_hold": 0, "one_language": 0,
    }  # fmt: skip
    return Facts(**{**sound, **values})


class TestWarnings:
    @pytest.mark.parametrize(
        ("values", "begins"),
        [
            ({}, []),
            ({"offered": 5, "withdrawn": 3}, ["Only %(offered)s"]),
            ({"withdrawn": 1}, ["Questions withdrawn"]),
            ({"on_hold": 2}, ["Questions of this subject"]),
            ({"asked_elsewhere": (("Q2", 3),)}, ["Also asked"]),
            ({"one_language": 1}, ["Questions written in one"]),
            ({"draw": "each"}, ["The pools hold"]),
            ({"draw": "each", "offered": 20, "purpose": "pre"}, ["What was learned"]),
            ({"session_is_cancelled": True}, ["The session of this quiz"]),
            ({"window_is_possible": False}, ["With the times"]),
            ({"release": "at_close"}, ["Results are shown"]),
            ({"release": "at_close", "closes_itself": True}, []),
            ({"entry": "present", "has_session": False}, ["Without a session"]),
            ({"purpose": "post"}, ["The certificate asks"]),
        ],
    )
    def test_what_is_said(self, values: dict[str, Any], begins: list[str]) -> None:
        said = [found.text for found in warnings(facts(**values))]
        assert [text.startswith(begin) for text, begin in zip(said, begins, strict=True)] == [True] * len(begins)

    def test_what_the_bank_and_the_forum_know_of_a_quiz(self, forum: Forum) -> None:
        quiz = make_quiz(forum, questions=4)
        make_quiz(forum, code="Q2", questions=4, question_count=2)
        with transaction():
            queries.list_questions(quiz)[0].legal_hold = True
        now = at(forum, 2, "10:25")
        assert [(found.text[:12], found.values) for found in queries.warnings_of(quiz, at=now)] == [
            ("Only %(offer", {"offered": 3, "wanted": 4}),
            ("Questions of", {"count": 1}),
            ("Also asked i", {"code": "Q2", "count": 2}),
        ]

    def test_released_results_leave_nothing_to_warn_of(self, forum: Forum) -> None:
        quiz = make_quiz(forum, purpose="post", modules=[], opened=at(forum, 2, "10:20"))
        assert len(queries.warnings_of(quiz, at=at(forum, 2, "10:25"))) == 1
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:30"))
        services.release_results(quiz, actor=None, at=at(forum, 2, "10:31"))
        assert queries.warnings_of(quiz, at=at(forum, 2, "10:32")) == []


def test_a_number_without_tolerance_stands_alone() -> None:
    unit = Bilingual("ម៉ោង", "hours")
    found = rules.answer_lines("numeric", [], [], {"value": "48", "tolerance": "0"}, unit)
    assert found == [AnswerLine(Bilingual("48 ម៉ោង", "48 hours"), is_right=True)]
