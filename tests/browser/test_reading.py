"""A lesson on a phone: from the contents to the self-check, a term, the other side, and where one was."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from forum_app.course import imports as course_imports
from forum_app.course import rules
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


@pytest.mark.parametrize("lang", ["km", "en"])
def test_every_term_every_peek_and_every_answer_of_a_lesson_opens(phone: Any, forum: Forum, lang: str) -> None:
    page = phone(make_officer(forum), lang=lang)
    page.goto(LESSON)
    page.locator("[data-leaf]").wait_for(state="detached")
    for link in page.locator("a.term").all():
        link.click()
        assert link.get_attribute("aria-expanded") == "true"
        block = link.locator("xpath=ancestor::*[starts-with(@id, 'b')][1]")
        assert block.locator(".gloss.is-open").last.is_visible()
        link.click()
        assert block.locator(".gloss.is-open").count() == 0
    blocks = page.locator("a.peek").count()
    for place in range(blocks):
        page.locator("a.peek").nth(place).click()
        page.locator(".peeked").nth(place).wait_for()
    other = page.locator(f".peeked[lang={'en' if lang == 'km' else 'km'}]")
    assert (other.count(), blocks) == (blocks, page.locator("[id^=b]").count())
    assert all(text.strip() for text in other.all_inner_texts())
    for summary in page.locator(".self summary").all():
        summary.click()
    assert page.locator(".self details[open] p").count() == 3
    assert page.locator(".helpbox").is_visible()
    assert fits(page)


def test_on_paper_the_whole_lesson_stands_with_its_answers(phone: Any, forum: Forum, tmp_path: Path) -> None:
    page = phone(make_officer(forum), lang="en")
    page.goto(LESSON)
    page.locator("[data-leaf]").wait_for(state="detached")
    path = tmp_path / "lesson.pdf"
    page.pdf(path=path, format="A4")
    drawn = "".join(sheet.extract_text() for sheet in PdfReader(path).pages)
    text = " ".join(unicodedata.normalize("NFKC", drawn).split())  # a font's ligatures are letters again
    module = find_module("SL")
    assert module is not None
    sections = rules.sections(module.text_en)
    assert [one.heading for one in sections if one.heading not in text] == []
    paragraphs = [block for one in sections for block in one.blocks if block[0] not in "-#*"]
    openings = [block.split("[^")[0].split("**")[0][:40] for block in paragraphs]
    assert [one for one in openings if one not in text] == []
    assert text.count("True.") + text.count("Not true.") == 3
    assert "Contents" not in text and "ខ្មែរ" not in text.partition("Introduction")[2].partition("Key points")[0][:200]


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
    page.wait_for_url(re.compile(rf"{LESSON}\?block=(\d+)#b\1$"))
    anchor = page.url.rpartition("#")[2]
    page.locator("[data-leaf]").wait_for(state="detached")
    assert page.evaluate(f"document.getElementById('{anchor}').getBoundingClientRect().top < innerHeight")


def test_on_a_laptop_and_on_paper_notes_stand_beside_the_text(laptop: Any, forum: Forum) -> None:
    page = laptop(make_officer(forum))
    page.goto(LESSON)
    assert page.locator(".gloss").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".gloss").first.is_visible()
    assert not page.locator("a.peek").first.is_visible()
    assert not page.locator(".toc").is_visible()
