"""A lesson on a phone: from the contents to the self-check, a term, the other side, and where one was."""

from typing import Any

import pytest

from forum_app.course import imports as course_imports
from forum_app.course import services as course_services
from forum_app.course.queries import find_module
from forum_app.forums.models import Forum
from tests.factories.forums import make_forum
from tests.factories.materials import make_lesson
from tests.factories.registration import make_officer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

LESSON = "/forums/TEST-1/me/read/SL"


@pytest.fixture
def forum(live_server: Any) -> Forum:
    course_services.load_glossary(course_imports.read_glossary())
    content = next(one for one in course_imports.read_modules() if one.code == "SL")
    course_services.load_module(content)
    forum = make_forum()
    make_lesson(forum, find_module("SL"))
    return forum


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= 360)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_lesson_is_read_from_the_warning_to_the_check(
    phone: Any, forum: Forum, lang: str, assert_accessible: Any
) -> None:
    page = phone(make_officer(forum), lang=lang)
    page.goto(LESSON)
    page.locator(".warn a").nth(1).click()
    note = page.locator(".gloss").first
    assert not note.is_visible()
    page.locator("a.term").first.click()
    assert note.is_visible()
    page.locator("a.term").first.click()
    assert not note.is_visible()
    page.locator("a.peek").nth(2).click()
    other = "en" if lang == "km" else "km"
    page.locator(f".peeked[lang={other}]").wait_for()
    page.locator("a.peek").nth(2).click()
    assert not page.locator(".peeked").is_visible()
    page.locator(".toc summary").click()
    page.locator(".toc a[href='#p3']").click()
    page.locator("#p4").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelectorAll('.toc .is-read').length > 0")
    page.goto("/forums/TEST-1/me/materials")
    page.goto(LESSON)
    resume = page.locator("[data-resume] a")
    resume.wait_for()
    assert resume.get_attribute("href") in {"#p3", "#p4"}
    page.locator(".self summary").first.click()
    assert page.locator(".self details p").first.is_visible()
    assert fits(page)
    assert_accessible(page)


def test_without_script_terms_and_the_other_side_still_open(phone: Any, forum: Forum) -> None:
    page = phone(make_officer(forum), js=False)
    page.goto(LESSON)
    page.locator("a.term").first.click()
    assert page.locator(".gloss").first.is_visible()
    page.locator("a.peek").nth(2).click()
    assert page.locator(".peeked[lang=en]").is_visible()


def test_search_leads_into_the_paragraph(phone: Any, forum: Forum, assert_accessible: Any) -> None:
    page = phone(make_officer(forum))
    page.goto("/forums/TEST-1/me/materials")
    page.fill("input[name=q]", "អនីតិ")
    page.locator("form[role=search] button").click()
    page.locator(".hits mark").first.wait_for()
    assert fits(page)
    assert_accessible(page)
    page.locator(".hits a").first.click()
    page.wait_for_url(f"**{LESSON}#b*")


def test_on_a_laptop_and_on_paper_notes_stand_beside_the_text(laptop: Any, forum: Forum) -> None:
    page = laptop(make_officer(forum))
    page.goto(LESSON)
    assert page.locator(".gloss").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".gloss").first.is_visible()
    assert not page.locator("a.peek").first.is_visible()
    assert not page.locator(".toc").is_visible()
