"""An organiser's day on a laptop: a clash, a person, a quiz, attendance, certificates; then what the public sees."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.certificates.models import Certificate
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.programme import services as programme
from tests.browser.conftest import LiveServer
from tests.factories.accounts import make_person, make_unit
from tests.factories.attendance import make_check_in
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def forum(live_server: LiveServer, at_time: Callable[[Any], None]) -> Forum:
    """Day 2, 10:20: a hall with a session, six officers, four of whom have come; a quiz is ready."""
    forum = make_forum()
    unit = make_unit()
    hall = programme.add_room(forum, code="HALL", name=Bilingual("សាលធំ", "Main hall"), capacity=80, actor=None)
    make_session(forum, "D2S01", day=2, start="10:00", end="11:00", room_id=hall.id)
    make_session(forum, "D2S02", day=2, start="13:30", end="14:30", room_id=hall.id)
    for number, given in enumerate(["ដារ៉ា", "បូរ៉ា", "ធីតា", "វិសាល", "សុភា", "រតនា"], 1):
        one = make_registration(forum, badge_number=number, person=make_person(given, unit_id=unit.id))
        if number < 5:
            make_check_in(one, day=2, clock_time="07:52")
    make_quiz(forum)
    at_time(at(forum, 2, "10:20"))
    return forum


def test_a_day_of_an_organiser(laptop: Any, forum: Forum, assert_accessible: Any) -> None:
    page = laptop(make_staff(forum))
    home = f"/forums/{forum.code}"
    page.goto(f"{home}/dashboard")
    assert page.locator(".sum dd, .sum .num, .sum b").all_inner_texts()[:3] == ["6", "4", "2"]
    assert page.locator("li.now").count() == 1
    assert_accessible(page)

    page.goto(f"{home}/programme/add?day=2")
    page.fill("#title_km", "កិច្ចប្រជុំ")
    page.fill("#start", "10:30")
    page.fill("#end", "11:30")
    page.select_option("#room", label="សាលធំ")
    page.locator("main form .stamp").click()
    page.locator("[data-errors]", has_text="10:00").wait_for()
    assert_accessible(page)
    page.fill("#start", "11:00")
    page.locator("main form .stamp").click()
    page.wait_for_url("**/programme?day=2")
    assert_accessible(page)

    page.goto(f"{home}/people/add")
    page.fill("#given_name_km", "ច័ន្ទរ៉ា")
    page.select_option("#unit_id", index=1)
    page.fill("#phone", "០១២ ៩៩៩ ៨៨៨")
    page.locator("main form .stamp").click()
    page.get_by_role("heading", name="ច័ន្ទរ៉ា").wait_for()
    assert_accessible(page)

    page.goto(f"{home}/quizzes")
    for word, act in (("បើក", "open"), ("បិទ", "close"), ("ប្រកាសលទ្ធផល", "release")):
        page.locator("summary", has_text=word).first.click()
        page.locator(f"form[action$='/{act}'] button").click()
        page.wait_for_load_state()
    page.get_by_text("បានប្រកាសលទ្ធផល").wait_for()
    assert_accessible(page)

    for view in ("attendance", "attendance?by=session", "attendance?by=unit", "people", "certificates", "settings"):
        page.goto(f"{home}/{view}")
        assert_accessible(page)
    page.goto(f"{home}/attendance?show=missing")
    page.locator("table a").first.click()
    page.select_option("select[name=half_day]", "2-morning")
    page.locator("label", has_text="មានច្បាប់").click()
    page.fill("#reason", "ប្រជុំនៅអង្គភាព")
    page.locator("main form .stamp").click()
    page.get_by_text("ប្រជុំនៅអង្គភាព").first.wait_for()
    assert_accessible(page)


def test_a_certificate_is_prepared_given_and_void_and_the_public_sees_it(
    laptop: Any, phone: Any, forum: Forum, assert_accessible: Any
) -> None:
    page = laptop(make_staff(forum), lang="en")
    page.goto(f"/forums/{forum.code}/certificates")
    page.locator("summary").first.click()
    page.locator("form[action*='/prepare/participation'] button").last.click()
    page.wait_for_load_state()
    db.session.rollback()
    made = db.session.scalars(select(Certificate)).all()
    assert {one.state for one in made} == {"prepared"}
    page.goto(f"/forums/{forum.code}/certificates/of/{made[0].registration_id}/participation")
    assert_accessible(page)
    page.locator("form[action$='/give'] button").click()
    page.wait_for_load_state()

    public = phone(lang="km")
    public.goto(f"/verify/{made[0].serial}")
    public.get_by_role("heading", name="វិញ្ញាបនបត្រនេះមានសុពលភាព").wait_for()
    assert_accessible(public)
    page.goto(f"/forums/{forum.code}/certificates/of/{made[0].registration_id}/participation")
    page.locator("details:has(form[action$='/void']) summary").click()
    page.fill("form[action$='/void'] textarea, form[action$='/void'] input[type=text]", "Wrong name")
    page.locator("form[action$='/void'] button").click()
    page.wait_for_load_state()
    public.goto(f"/verify/{made[0].serial}?lang=en")
    public.get_by_role("heading", name="This certificate is void").wait_for()
    assert_accessible(public)
    last = "A" if made[0].serial[-1] != "A" else "B"
    public.goto(f"/verify/{made[0].serial[:-1]}{last}")
    public.get_by_role("heading", name="unknown").wait_for()
