"""What trainers and organisers see of quizzes."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.rules import State
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.quizzes import make_bank, make_quiz, take_quiz
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient
from tests.quizzes.browsing import CANARY, staff

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    return forum


@pytest.fixture
def quiz(forum: Forum) -> Quiz:
    return make_quiz(forum, opened=at(forum, 2, "10:20"))


class TestTrainer:
    @pytest.mark.parametrize("lang", ["km", "en"])
    @pytest.mark.parametrize("role", ["trainer", "lead_trainer", "organiser"])
    def test_a_quiz_is_opened_closed_and_released(
        self, client: HouseClient, forum: Forum, role: str, lang: str
    ) -> None:
        quiz = make_quiz(forum)
        client.sign_in(make_staff(forum, role)).speak(lang)
        for step, state in [("open", State.OPEN), ("close", State.CLOSED), ("release", State.RELEASED)]:
            assert client.get(f"/forums/{forum.code}/quizzes").status_code == 200
            assert client.post(staff(quiz, f"/{step}")).location == f"/forums/{forum.code}/quizzes"
            assert quiz.state is state
        assert client.get(f"/forums/{forum.code}/quizzes").status_code == 200
        assert client.get(staff(quiz)).status_code == 200

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_the_wall_has_the_code_and_counts_without_names(
        self, client: HouseClient, quiz: Quiz, forum: Forum, lang: str
    ) -> None:
        client.sign_in(make_staff(forum, "trainer")).speak(lang)
        page = client.get(staff(quiz, "/projector")).get_data(as_text=True)
        assert quiz.title.km in page
        assert quiz.title.en in page
        state = client.get(staff(quiz, "/projector/state"))
        tag = state.headers["ETag"]
        assert client.get(staff(quiz, "/projector/state"), headers={"If-None-Match": tag}).status_code == 304
        registration = make_registration(forum)
        take_quiz(quiz, registration, right=[True], at=at(forum, 2, "10:22"))
        again = client.get(staff(quiz, "/projector/state"), headers={"If-None-Match": tag})
        assert again.status_code == 200
        assert registration.name.km not in again.get_data(as_text=True)

    def test_a_step_out_of_order_is_refused_in_words(self, client: HouseClient, quiz: Quiz, forum: Forum) -> None:
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        refused = client.post(staff(quiz, "/release"))
        assert refused.status_code == 409
        assert "Close the quiz first." in refused.get_data(as_text=True)

    def test_the_list_counts_who_is_where(self, client: HouseClient, quiz: Quiz, forum: Forum) -> None:
        for badge in (1, 2, 3):
            registration = make_registration(forum, badge_number=badge)
            take_quiz(quiz, registration, right=[True], at=at(forum, 2, "10:22"), submit=badge < 3)
        assert queries.count_progress(forum) == {quiz.id: queries.Progress(submitted=2, in_progress=1)}
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        page = client.get(f"/forums/{forum.code}/quizzes").get_data(as_text=True)
        assert "<dd>2</dd>" in page
        assert "<dd>1</dd>" in page

    def test_the_list_costs_the_same_for_one_and_three_quizzes(
        self, client: HouseClient, forum: Forum, count_queries: Any
    ) -> None:
        client.sign_in(make_staff(forum, "trainer"))
        forum_id, place, costs = forum.id, f"/forums/{forum.code}/quizzes", []
        for codes in (["Q1"], ["Q2", "Q3"]):
            found = db.session.get_one(Forum, forum_id)
            for code in codes:
                forum_session = make_session(found, code)
                make_quiz(found, code=code, forum_session_id=forum_session.id, opened=at(found, 2, "10:20"))
            with count_queries() as seen:
                client.get(place)
            costs.append(len(seen))
        assert costs[0] == costs[1]

    def test_figures_of_few_people_are_not_shown(self, client: HouseClient, quiz: Quiz, forum: Forum) -> None:
        for badge in range(1, 5):
            take_quiz(quiz, make_registration(forum, badge_number=badge), right=[True], at=at(forum, 2, "10:22"))
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        page = client.get(staff(quiz)).get_data(as_text=True)
        assert "at least 5 people have finished" in page
        assert "hardest first" not in page

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_the_hall_sees_no_name_and_the_hardest_question_first(
        self, client: HouseClient, quiz: Quiz, forum: Forum, lang: str
    ) -> None:
        for badge in range(1, 6):
            registration = make_registration(forum, badge_number=badge)
            take_quiz(quiz, registration, right=[True, badge == 1, True, True], at=at(forum, 2, "10:22"))
        client.sign_in(make_staff(forum, "organiser")).speak(lang)
        page = client.get(staff(quiz)).get_data(as_text=True)
        name = registration.name
        body = page[page.index("<main") :]
        assert (name.km in body, name.en in body, CANARY in body) == (False, False, False)
        hard = queries.list_questions(quiz)[1]
        first = body[body.index("<tbody>", body.index('id="facility"')) :]
        assert first.index(hard.stem.km) < first.index("1/5") < first.index("5/5")
        assert hard.stem.en in first

    def test_person_by_person_is_for_trainers_only_in_order_of_badges(
        self, client: HouseClient, quiz: Quiz, forum: Forum
    ) -> None:
        for badge, right in [(12, [True] * 4), (3, [False] * 4)]:
            take_quiz(quiz, make_registration(forum, badge_number=badge), right=right, at=at(forum, 2, "10:22"))
        client.sign_in(make_staff(forum, "trainer"))
        page = client.get(staff(quiz, "/people")).get_data(as_text=True)
        assert page.index(">003<") < page.index("0/4") < page.index(">012<") < page.index("4/4")
        client.sign_in(make_staff(forum, "organiser"))
        assert client.get(staff(quiz, "/people")).status_code == 403

    def test_late_answers_are_accepted_by_a_trainer(self, client: HouseClient, quiz: Quiz, forum: Forum) -> None:
        attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=at(forum, 2, "10:20"))
        question: Question = queries.list_questions(quiz)[0]
        services.record_answer(
            attempt,
            question,
            chosen=[question.correct_key],
            language="km",
            actor=None,
            at=at(forum, 2, "10:40"),
        )
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        assert "1 late answer, " in client.get(staff(quiz, "/people")).get_data(as_text=True)
        accepted = client.post(f"/forums/{forum.code}/quizzes/attempts/{attempt.id}/accept-late")
        assert accepted.location == staff(quiz, "/people")
        assert "1 late answer counts" in client.get(accepted.location).get_data(as_text=True)

    def test_nobody_yet(self, client: HouseClient, quiz: Quiz, forum: Forum) -> None:
        client.sign_in(make_staff(forum, "trainer")).speak("en")
        assert "Nobody has started this quiz yet." in client.get(staff(quiz, "/people")).get_data(as_text=True)

    def test_officers_and_the_desk_are_kept_out(self, client: HouseClient, quiz: Quiz, forum: Forum) -> None:
        for account in (make_officer(forum), make_staff(forum, "desk")):
            client.sign_in(account)
            for place in (f"/forums/{forum.code}/quizzes", staff(quiz), staff(quiz, "/people"), staff(quiz, "/setup")):
                assert client.get(place).status_code == 403
            assert client.post(staff(quiz, "/close")).status_code == 403


class TestOrganiser:
    FORM = {
        "code": "Q7",
        "title_km": "តេស្តថ្ងៃទី២",
        "title_en": "Quiz of day 2",
        "purpose": "session",
        "module": "DF",
        "forum_session": "",
        "question_count": "៣",
        "limit_minutes": "10",
        "pass_percent": "60",
        "opens_when": "hand",
        "opens_minutes": "0",
        "closes_when": "hand",
        "closes_minutes": "0",
        "behaviour": "after",
        "release": "by_hand",
        "attempts_allowed": "1",
        "counting": "best",
        "entry": "registered",
        "draw": "same",
        "is_shuffled": "y",
    }

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_a_quiz_is_prepared_and_its_questions_read(self, client: HouseClient, forum: Forum, lang: str) -> None:
        make_bank()
        forum_session = make_session(forum)
        client.sign_in(make_staff(forum)).speak(lang)
        place = f"/forums/{forum.code}/quizzes/new"
        assert client.get(place).status_code == 200
        sent = client.post(place, data={**self.FORM, "forum_session": str(forum_session.id)})
        quiz = db.session.scalars(select(Quiz)).one()
        assert sent.location == staff(quiz, "/setup")
        assert quiz.title == Bilingual("តេស្តថ្ងៃទី២", "Quiz of day 2")
        assert (quiz.question_count, quiz.limit_minutes, quiz.forum_session_id) == (3, 10, forum_session.id)
        page = client.get(staff(quiz, "/setup")).get_data(as_text=True)
        for question in queries.list_questions(quiz):
            assert question.stem.km in page
            assert question.stem.en in page
        assert client.post(staff(quiz, "/setup"), data={**self.FORM, "question_count": "2"}).status_code == 303
        assert len(queries.list_questions(quiz)) == 2

    def test_what_is_not_possible_is_said_and_nothing_typed_is_lost(self, client: HouseClient, forum: Forum) -> None:
        make_bank()
        client.sign_in(make_staff(forum)).speak("en")
        place = f"/forums/{forum.code}/quizzes/new"
        refused = client.post(place, data={**self.FORM, "question_count": "9"})
        page = refused.get_data(as_text=True)
        assert refused.status_code == 422
        assert "The question bank has only 4 questions for this quiz." in page
        assert "តេស្តថ្ងៃទី២" in page
        assert "Use letters, digits and hyphens only." in client.post(
            place, data={**self.FORM, "code": "តេស្ត"}
        ).get_data(as_text=True)

    def test_an_opened_quiz_refuses_other_questions(self, client: HouseClient, forum: Forum, quiz: Quiz) -> None:
        client.sign_in(make_staff(forum)).speak("en")
        refused = client.post(staff(quiz, "/setup"), data={**self.FORM, "code": "Q1"})
        assert "Its questions and its time can no longer be changed." in refused.get_data(as_text=True)
        assert quiz.question_count == 4

    def test_trainers_prepare_and_the_desk_does_not(self, client: HouseClient, forum: Forum) -> None:
        for role, status in (("trainer", 200), ("lead_trainer", 200), ("desk", 403)):
            client.sign_in(make_staff(forum, role))
            assert client.get(f"/forums/{forum.code}/quizzes/new").status_code == status
