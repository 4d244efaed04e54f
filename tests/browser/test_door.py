"""The door of the hall: the desk's phone, and an officer who comes in with a printed card."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.forums.models import Forum
from tests.browser.conftest import LiveServer
from tests.factories.accounts import PIN, make_card, make_person
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer, make_registration

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def forum(live_server: LiveServer, at_time: Callable[[Any], None]) -> Forum:
    """Day 1, 08:05."""
    forum = make_forum()
    make_session(forum, "D1S01", day=1, start="08:00", end="09:00")
    at_time(at(forum, 1, "08:05"))
    return forum


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_desk_says_green_amber_and_red(phone: Any, forum: Forum, assert_accessible: Any, lang: str) -> None:
    make_registration(forum, badge_number=3, person=make_person("វិចិត្រ", "នួន", given_name_latin="Vichet"))
    make_registration(forum, badge_number=4, person=make_person("បូរី", "នួន", given_name_latin="Borey"))
    page = phone(make_staff(forum, "desk"), lang=lang)
    page.goto(f"/forums/{forum.code}/desk")
    assert_accessible(page)
    for typed, verdict in (("003", "ok"), ("vichet", "again"), ("zzzz", "no")):
        page.goto(f"/forums/{forum.code}/desk")
        page.fill("input[name=who]", typed)
        page.keyboard.press("Enter")
        page.locator(f".verdict-{verdict}").first.wait_for()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/forums/{forum.code}/desk")
    page.fill("input[name=who]", "នួន")
    page.keyboard.press("Enter")
    page.locator("main form .stamp").first.wait_for()
    assert page.locator("main form .stamp").count() == 2
    page.goto(f"/forums/{forum.code}/desk/list")
    assert_accessible(page)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_three_taps_and_six_digits_and_a_second_phone(
    phone: Any, forum: Forum, assert_accessible: Any, lang: str
) -> None:
    officer = make_officer(forum)
    card, badge = make_card(officer), officer.person.badge_code
    page = phone(lang=lang)
    page.goto("/activate")
    page.fill("#badge", badge.lower())
    page.fill("#code", card.code)
    assert_accessible(page)
    page.locator("main form .stamp").click()
    page.wait_for_url("**/activate/who")
    assert_accessible(page)
    page.locator(".stamp").click()
    page.wait_for_url("**/activate/pin")
    assert_accessible(page)
    page.fill("#secret", PIN)
    page.locator(".stamp").click()
    page.wait_for_url(f"**/forums/{forum.code}/me")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # axe takes a link half behind the dock for a small one
    assert_accessible(page)

    page.goto("/enrol")
    page.locator("main form .stamp").click()
    link = page.get_by_text("/activate#").inner_text().strip()
    assert_accessible(page)
    second = phone(lang=lang)
    second.goto(link)
    second.wait_for_url("**/activate/who")
    second.locator(".stamp").click()
    second.fill("#secret", PIN)
    second.locator(".stamp").click()
    second.wait_for_url(f"**/forums/{forum.code}/me")
