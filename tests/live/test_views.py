"""The room as trainers, participants, guests and the projector see it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.live import queries, services
from forum_app.live.models import LiveGuest, LiveRun, Signal, WallQuestion, WallSupport
from forum_app.programme.models import ForumSession
from forum_app.quizzes import queries as quiz_queries
from forum_app.quizzes import services as quiz_services
from forum_app.quizzes.models import Answer, Attempt
from forum_app.quizzes.rules.arriving import AnsweredInTheRoom
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import make_session
from tests.factories.registration import make_officer, make_registration
from tests.live.acting import make_live, moment, start, step
from tests.pages import HouseClient

pytestmark = pytest.mark.usefixtures("context")
CANARY = "CANARY"


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(moment(forum))
    return forum


@pytest.fixture
def trainer(forum: Forum, client: HouseClient) -> Account:
    account = make_staff(forum, "trainer")
    client.sign_in(account)
    return account


@pytest.fixture
def officer(forum: Forum, client: HouseClient) -> Account:
    account = make_officer(forum)
    client.sign_in(account)
    return account


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def text_of(client: HouseClient, url: str) -> str:
    return client.get(url).get_data(as_text=True)


class TestTrainer:
    def test_a_quiz_is_led_from_the_lobby_to_the_end(self, client: HouseClient, forum: Forum, trainer: Account) -> None:
        quiz = make_live(forum)
        url = f"/forums/{forum.code}/live/{quiz.id}"
        assert client.post(url, data={"allows_guests": "y"}).location == url
        run = queries.find_run(quiz)
        assert run is not None
        for action in ("ask", "close", "explain", "end"):
            assert client.post(url, data={"action": action, "seen": run.step}).status_code == 303
            assert client.get(url).status_code == 200
            assert client.get(f"{url}/projector").status_code == 200
        assert run.phase == "ended"

    def test_a_step_out_of_turn_is_told_on_the_page(self, client: HouseClient, forum: Forum, trainer: Account) -> None:
        run = start(forum)
        sent = client.speak("en").post(
            f"/forums/{forum.code}/live/{run.quiz_id}", data={"action": "close", "seen": "0"}
        )
        assert sent.status_code == 422
        assert "This step does not come next." in sent.get_data(as_text=True)

    def test_the_projector_shows_both_languages_and_no_key_before_it_is_explained(
        self, client: HouseClient, forum: Forum, trainer: Account
    ) -> None:
        run = step(start(forum), "ask")
        question = queries.current_question(run)
        assert question is not None
        url = f"/forums/{forum.code}/live/{run.quiz_id}/projector"
        page = text_of(client, url)
        assert question.stem.km in page
        assert question.stem.en in page
        assert run.code in page
        assert CANARY not in page
        step(run, "close")
        assert CANARY not in text_of(client, f"{url}/state")
        step(run, "explain")
        assert CANARY in text_of(client, f"{url}/state")

    def test_figures_need_five_and_then_have_no_names(
        self, client: HouseClient, forum: Forum, trainer: Account
    ) -> None:
        run = start(forum)
        people = [make_registration(forum, badge_number=number) for number in range(1, 6)]
        for person in people:
            services.join(run, person, actor=None, at=clock.now())
        step(run, "ask")
        question = queries.current_question(run)
        assert question is not None
        url = f"/forums/{forum.code}/live/{run.quiz_id}/projector/state"
        for person in people[:4]:
            said = {"chosen": [question.correct_key], "language": "km", "actor": None, "at": clock.now()}
            services.answer_as_participant(run, person, question, **said)
        step(run, "close")
        assert "live-bars" not in text_of(client, url)
        step(run, "again")
        services.answer_as_participant(run, people[4], question, **said)
        step(run, "close")
        page = text_of(client, url)
        assert "live-bars" in page
        assert "100 %" in page
        assert [person.name.km for person in people if person.name.km in page] == []

    def test_nothing_new_costs_nothing(self, client: HouseClient, forum: Forum, trainer: Account) -> None:
        run = step(start(forum), "ask")
        url = f"/forums/{forum.code}/live/{run.quiz_id}/state"
        tag = client.get(url).headers["ETag"]
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
        step(run, "close")
        again = client.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"] != tag) == (200, True)

    def test_the_room_has_the_live_quizzes_and_the_session_of_now(
        self, client: HouseClient, forum: Forum, trainer: Account
    ) -> None:
        make_session(forum, day=2, start="10:00", end="11:00")
        make_live(forum)
        page = text_of(client.speak("en"), f"/forums/{forum.code}/live")
        assert "Now: Session D1S01" in page
        assert "Not started" in page

    def test_without_a_run_there_is_no_projector(self, client: HouseClient, forum: Forum, trainer: Account) -> None:
        assert client.get(f"/forums/{forum.code}/live/{make_live(forum).id}/projector").status_code == 404


class TestPhone:
    def play(self, client: HouseClient, run: LiveRun) -> Any:
        question = queries.current_question(run)
        assert question is not None
        return client.post(
            f"/live/{run.code}/answer", data={"question": str(question.id), "choice": question.option_keys[0]}
        )

    def test_the_code_leads_to_the_quiz_in_either_digits(self, client: HouseClient, forum: Forum) -> None:
        run = start(forum)
        khmer = run.code.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
        assert client.post("/live", data={"code": f" {khmer[:3]} {khmer[3:]} "}).location == f"/live/{run.code}"
        assert client.post("/live", data={"code": "000"}).status_code == 422
        assert client.get("/live").status_code == 200
        assert client.get("/live/000000x").status_code == 404

    def test_the_own_quizzes_lead_to_the_lobby_once_there_is_one(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        quiz = make_live(forum)
        url = f"/forums/{forum.code}/me/live/{quiz.id}"
        assert client.get(url).location == f"/forums/{forum.code}/me/quizzes"
        run = services.start_run(quiz, allows_guests=False, actor=None, at=clock.now())
        assert client.get(url).location == f"/live/{run.code}"

    def test_the_other_pages_of_a_quiz_show_no_question_that_is_not_asked_yet(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        run = step(start(forum), "ask")
        client.post(f"/live/{run.code}")
        mine = f"/forums/{forum.code}/me/quizzes/{run.quiz_id}"
        assert client.get(mine).location == f"/forums/{forum.code}/me/live/{run.quiz_id}"
        assert [client.get(f"{mine}/{tail}").location for tail in ("1", "review")] == [mine, mine]
        attempt = db.session.scalars(select(Attempt)).one()
        question = quiz_queries.list_questions(run.quiz)[1]
        with pytest.raises(AnsweredInTheRoom):
            quiz_services.record_answer(
                attempt, question, chosen=question.option_keys[:1], language="km", actor=None, at=clock.now()
            )

    def test_a_participant_joins_with_one_tap_and_answers(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        run = start(forum)
        assert client.get(f"/live/{run.code}").status_code == 200
        for _ in range(2):
            assert client.post(f"/live/{run.code}").location == f"/live/{run.code}"
        assert count(Attempt) == 1
        step(run, "ask")
        for _ in range(2):
            assert self.play(client, run).status_code == 303
        assert count(Answer) == 1
        page = text_of(client.speak("en"), f"/live/{run.code}")
        assert "Your answer is on the server." in page
        assert CANARY not in page
        step(run, "close")
        assert CANARY not in text_of(client, f"/live/{run.code}/state")
        step(run, "explain")
        assert CANARY in text_of(client, f"/live/{run.code}/state")
        step(run, "end")
        assert "The quiz is over." in text_of(client, f"/live/{run.code}/state")

    def test_two_phones_get_the_same_page_whatever_is_right(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        run = start(forum)
        client.post(f"/live/{run.code}")
        step(run, "ask")
        page = text_of(client, f"/live/{run.code}/state")
        question = queries.current_question(run)
        assert question is not None
        keys = re.findall(r'name="choice" value="(\w+)"', page)
        assert keys == queries.order_of(run, question)
        assert "correct" not in page
        assert "right" not in page.replace('href="#i-right"', "").replace("#right", "")

    def test_a_late_answer_is_told_and_not_kept(self, client: HouseClient, forum: Forum, officer: Account) -> None:
        run = start(forum)
        client.post(f"/live/{run.code}")
        step(run, "ask", "close")
        sent = self.play(client.speak("en"), run)
        assert "This question is not being asked now." in sent.get_data(as_text=True)
        assert count(Answer) == 0

    def test_a_guest_joins_only_where_guests_may(self, client: HouseClient, forum: Forum) -> None:
        closed = start(forum)
        assert client.post(f"/live/{closed.code}").status_code in {403, 422}
        assert self.play(client, step(closed, "ask")).location == f"/live/{closed.code}"
        run = start(forum, code="Q2", guests=True)
        for _ in range(2):
            client.post(f"/live/{run.code}")
        assert count(LiveGuest) == 1
        step(run, "ask")
        assert self.play(client, run).status_code == 303
        assert "nobody by name" in text_of(client.speak("en"), f"/live/{run.code}")
        assert count(Answer) == 0

    @pytest.mark.parametrize(
        ("kind", "data", "chosen"),
        [
            ("multiple", lambda keys: {"choice": keys[:2]}, lambda keys: keys[:2]),
            ("ordering", lambda keys: {f"place-{key}": n for n, key in enumerate(keys, 1)}, lambda keys: keys),
            ("matching", lambda keys: {f"pair-{keys[0]}": "t1"}, lambda keys: [f"{keys[0]}:t1"]),
            ("numeric", lambda _keys: {"choice": "៦៤"}, lambda _keys: ["៦៤"]),
            ("text", lambda _keys: {"choice": "SHA"}, lambda _keys: ["SHA"]),
        ],
    )  # fmt: skip
    def test_every_kind_is_answered_with_plain_fields(
        self, client: HouseClient, forum: Forum, officer: Account, kind: str, data: Any, chosen: Any
    ) -> None:
        run = start(forum, questions=1)
        question = quiz_queries.list_questions(run.quiz)[0]
        keys = question.option_keys
        question.kind = kind
        question.targets = [{"key": "t1", "km": "ក", "en": "A"}]
        question.solution = {
            "multiple": {"right": keys[:1]},
            "ordering": {"order": keys},
            "matching": {"pairs": {keys[0]: "t1"}},
            "numeric": {"value": "64"},
            "text": {"accepted": ["SHA"]},
        }[kind]
        db.session.commit()
        client.post(f"/live/{run.code}")
        step(run, "ask")
        assert client.get(f"/live/{run.code}").status_code == 200
        sent = {"question": str(question.id), **data(keys)}
        assert client.post(f"/live/{run.code}/answer", data=sent).status_code == 303
        assert db.session.scalars(select(Answer.chosen)).all() == [chosen(keys)]
        assert client.get(f"/live/{run.code}").status_code == 200

    def test_two_steps_in_one_place_are_no_order(self, client: HouseClient, forum: Forum, officer: Account) -> None:
        run = start(forum, questions=1)
        question = quiz_queries.list_questions(run.quiz)[0]
        question.kind, question.solution = "ordering", {"order": question.option_keys}
        db.session.commit()
        client.post(f"/live/{run.code}")
        step(run, "ask")
        sent = {"question": str(question.id), **{f"place-{key}": "1" for key in question.option_keys}}
        page = client.speak("en").post(f"/live/{run.code}/answer", data=sent)
        assert "Choose or write an answer first." in page.get_data(as_text=True)


class TestWall:
    def test_a_question_goes_from_a_phone_to_the_wall_without_a_name(
        self, app: Flask, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        forum_session = make_session(forum, day=2, start="10:00", end="11:00")
        voice = f"/forums/{forum.code}/me/sessions/{forum_session.id}/voice"
        assert client.get(voice).status_code == 200
        assert client.post(voice, data={"text": "តើត្រូវធ្វើអ្វី?"}).location == voice
        assert client.post(voice, data={"text": " "}).status_code == 422
        question = db.session.scalars(select(WallQuestion)).one()
        assert client.post(f"/forums/{forum.code}/me/wall/{question.id}/support").status_code == 403
        client.sign_in(make_staff(forum, "trainer"))
        wall = f"/forums/{forum.code}/live/sessions/{forum_session.id}"
        assert "តើត្រូវធ្វើអ្វី?" in text_of(client, wall)
        assert "តើត្រូវធ្វើអ្វី?" not in text_of(client, f"{wall}/projector")
        settle = f"/forums/{forum.code}/live/wall/{question.id}"
        assert client.get(settle).status_code == 200
        assert client.post(settle, data={"text_km": "តើត្រូវធ្វើអ្វី?", "text_en": "What now?"}).location == wall
        assert client.post(f"{settle}/shown").location == wall
        page = text_of(client, f"{wall}/projector")
        assert "What now?" in page
        assert "តើត្រូវធ្វើអ្វី?" in page
        tag = client.get(f"{wall}/projector/state").headers["ETag"]
        assert client.get(f"{wall}/projector/state", headers={"If-None-Match": tag}).status_code == 304

    def test_support_and_signals_count_a_person_once(self, client: HouseClient, forum: Forum, officer: Account) -> None:
        forum_session = make_session(forum, day=2, start="10:00", end="11:00")
        question = services.ask(forum_session, text="Why?", at=clock.now())
        services.settle(question, "shown", actor=None, at=clock.now())
        voice = f"/forums/{forum.code}/me/sessions/{forum_session.id}/voice"
        for _ in range(2):
            assert client.post(f"/forums/{forum.code}/me/wall/{question.id}/support").location == voice
            assert client.post(f"{voice}/fast").location == voice
        assert (count(WallSupport), count(Signal)) == (1, 1)
        assert "You have it too" in text_of(client.speak("en"), voice)
        client.sign_in(make_staff(forum, "trainer"))
        state = f"/forums/{forum.code}/live/sessions/{forum_session.id}/state"
        assert client.get(state).status_code == 200

    def test_a_list_of_walls_costs_the_same_for_one_question_and_for_three(
        self, client: HouseClient, forum: Forum, officer: Account, count_queries: Callable[[], Any]
    ) -> None:
        forum_session = make_session(forum, day=2, start="10:00", end="11:00")
        voice = f"/forums/{forum.code}/me/sessions/{forum_session.id}/voice"
        key, counted = forum_session.id, []
        for more in (1, 2):
            for number in range(more):
                again = db.session.get(ForumSession, key)
                assert again is not None
                question = services.ask(again, text=f"Why {more} {number}?", at=clock.now())
                services.settle(question, "shown", actor=None, at=clock.now())
            with count_queries() as seen:
                client.get(voice)
            counted.append(len(seen))
        assert counted[0] == counted[1]
