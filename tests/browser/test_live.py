"""A trainer asks a quiz live from the own phone; the hall answers in Khmer and sees it on the projector."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.live.models import LiveRun
from forum_app.quizzes.models import Answer
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import make_session
from tests.factories.registration import make_officer
from tests.live.acting import make_live, moment, start, step

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def forum(live_server: Any, at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(moment(forum))
    return forum


def test_a_live_quiz_from_the_lobby_to_the_reason(
    phone: Any, laptop: Any, forum: Forum, assert_accessible: Any
) -> None:
    quiz = make_live(forum, questions=1)
    trainer, officer = make_staff(forum, "trainer"), make_officer(forum)
    leading = phone(trainer)
    leading.goto(f"/forums/{forum.code}/live/{quiz.id}")
    assert_accessible(leading)
    leading.get_by_label("អ្នកគ្មានគណនីក៏អាចឆ្លើយបានដែរ").check()
    leading.get_by_role("button", name="បើកឱ្យចូលរួម").click()
    leading.locator(".live-steps").wait_for()
    assert_accessible(leading)
    db.session.rollback()
    code = db.session.scalars(select(LiveRun.code)).one()

    wall = laptop(trainer)
    wall.goto(f"/forums/{forum.code}/live/{quiz.id}/projector")
    assert_accessible(wall)
    in_hall, guests = phone(officer), [phone() for _ in range(4)]
    for page in (in_hall, *guests):
        page.goto(f"/live/{code}")
        page.get_by_role("button", name="ចូលរួម").click()
        page.get_by_role("heading", name="លោកអ្នកបានចូលរួមហើយ").wait_for()
    assert_accessible(in_hall)

    leading.get_by_role("button", name="សួរសំណួរទី 1").click()
    for page in (in_hall, *guests):
        page.locator(".opt").first.click()
        page.get_by_text("ចម្លើយរបស់លោកអ្នកនៅលើម៉ាស៊ីនមេហើយ។").wait_for()
    assert_accessible(in_hall)
    db.session.rollback()
    assert db.session.scalars(select(Answer.language)).all() == ["km"]
    leading.get_by_role("button", name="បិទសំណួរ").click()
    wall.locator(".live-bars").wait_for()
    assert_accessible(wall)
    assert "CANARY" not in wall.content() + in_hall.content()
    leading.get_by_role("button", name="បង្ហាញចម្លើយត្រឹមត្រូវ").click()
    wall.get_by_text("CANARY").first.wait_for()
    in_hall.get_by_text("CANARY").first.wait_for()
    assert_accessible(in_hall)
    leading.get_by_role("button", name="បញ្ចប់តេស្ត").click()
    in_hall.get_by_role("heading", name="តេស្តបានបញ្ចប់។ សូមអរគុណ។").wait_for()


def test_an_answer_tapped_without_a_network_is_sent_when_it_is_back(phone: Any, forum: Forum) -> None:
    run = start(forum, questions=1)
    page = phone(make_officer(forum))
    page.goto(f"/live/{run.code}")
    page.get_by_role("button", name="ចូលរួម").click()
    page.get_by_role("heading", name="លោកអ្នកបានចូលរួមហើយ").wait_for()
    step(run, "ask")
    page.locator(".opt").first.wait_for()
    page.context.set_offline(True)
    page.locator(".opt").first.click()
    page.get_by_text("គ្មានការតភ្ជាប់ទេ។").wait_for()
    page.context.set_offline(False)
    page.get_by_text("ចម្លើយរបស់លោកអ្នកនៅលើម៉ាស៊ីនមេហើយ។").wait_for(timeout=20_000)
    db.session.rollback()
    assert len(db.session.scalars(select(Answer)).all()) == 1


def test_a_question_goes_from_a_phone_to_the_wall(
    phone: Any, laptop: Any, forum: Forum, assert_accessible: Any
) -> None:
    forum_session = make_session(forum, day=2, start="10:00", end="11:00")
    page = phone(make_officer(forum))
    page.goto(f"/forums/{forum.code}/me/sessions/{forum_session.id}/voice")
    assert_accessible(page)
    page.get_by_label("សំណួររបស់ខ្ញុំ").fill("តើត្រូវធ្វើអ្វីមុនគេ?")
    page.get_by_role("button", name="ផ្ញើសំណួរ").click()
    page.get_by_role("button", name="លឿនពេក").click()
    trainer = make_staff(forum, "trainer")
    moderator, wall = laptop(trainer), laptop(trainer)
    wall.goto(f"/forums/{forum.code}/live/sessions/{forum_session.id}/projector")
    moderator.goto(f"/forums/{forum.code}/live/sessions/{forum_session.id}")
    assert_accessible(moderator)
    moderator.get_by_role("button", name="ដាក់លើក្តារ").click()
    wall.get_by_text("តើត្រូវធ្វើអ្វីមុនគេ?").wait_for()
    assert_accessible(wall)
