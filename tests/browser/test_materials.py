"""A trainer uploads with the bar in sight and nothing typed is lost; an officer keeps a day on the phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from forum_app.course import imports as course_imports
from forum_app.course import services as course_services
from forum_app.course.queries import find_module
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.materials import queries
from tests.browser.conftest import AXE_TAGS, LAPTOP, PHONE
from tests.factories import crafted
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_file, make_folder, make_held, make_lesson
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
ADD = "/forums/TEST-1/materials/add/file"
DAY = "/forums/TEST-1/me/days/1"
KEPT = """async () => {
  const day = (await caches.keys()).find((name) => name.startsWith("day-"));
  const kept = day ? await (await caches.open(day)).keys() : [];
  return kept.map((request) => new URL(request.url).pathname);
}"""


@pytest.fixture
def forum(live_server: Any, at_time: Callable[[Any], None]) -> Forum:
    found = make_forum()
    at_time(at(found, 1, "10:00"))
    return found


def choose(page: Any, content: bytes, name: str) -> None:
    """A file in English."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("#file_en").set_input_files(file)


def test_a_refused_upload_keeps_the_page_and_a_good_one_says_what_was_taken_out(visits: Any, forum: Forum) -> None:
    page = visits.page(LAPTOP, make_staff(forum, "trainer"), lang="en")
    page.goto(ADD)
    page.locator("#title_en").fill("Typed title")
    choose(page, crafted.pdf(crafted.on_open(S="/JavaScript", JS="1")), "bad.pdf")
    page.locator("button.stamp").click()
    page.locator("[data-errors]").wait_for()
    assert "contains JavaScript" in page.locator("[data-errors]").inner_text()
    assert page.locator("#title_en").input_value() == "Typed title"
    assert page.evaluate("document.querySelector('#file_en').files.length") == 1
    assert page.url.endswith(ADD)
    choose(page, crafted.jpeg(crafted.exif()), "photo.jpg")
    page.locator("button.stamp").click()
    page.wait_for_url(re.compile(r"/materials$"))
    assert "place (GPS)" in page.locator("main").inner_text()
    db.session.rollback()
    assert [one.title.en for one in queries.list_materials(forum)] == ["Typed title"]


def test_a_file_that_is_too_large_is_not_even_sent(visits: Any, forum: Forum) -> None:
    page = visits.page(LAPTOP, make_staff(forum), lang="en")
    page.goto(ADD)
    page.evaluate("document.querySelector('[data-upload]').dataset.mostMb = '0.001'")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    choose(page, crafted.pdf(pages=30), "a.pdf")
    page.locator("button.stamp").click()
    page.locator("[data-upload]", has_text="larger than").wait_for()
    assert "POST" not in sent


def test_without_a_connection_the_upload_says_so_and_is_sent_again(visits: Any, forum: Forum) -> None:
    page = visits.page(LAPTOP, make_staff(forum), lang="en")
    page.goto(ADD)
    page.locator("#title_en").fill("Typed title")
    choose(page, crafted.pdf(), "a.pdf")
    page.context.set_offline(True)
    page.locator("button.stamp").click()
    page.locator("[data-upload]", has_text="The connection was lost").wait_for()
    page.context.set_offline(False)
    page.locator("button.stamp").click()
    page.wait_for_url(re.compile(r"/materials$"))
    db.session.rollback()
    assert len(queries.list_materials(forum)) == 1


def test_without_javascript_the_form_is_an_ordinary_one(visits: Any, forum: Forum) -> None:
    page = visits.page(LAPTOP, make_staff(forum), lang="en", js=False)
    page.goto(ADD)
    page.locator("#title_en").fill("Typed title")
    choose(page, crafted.png(), "a.pdf")
    page.locator("button.stamp").click()
    assert "is not really a PDF file" in page.locator(".errors").inner_text()
    choose(page, crafted.pdf(), "a.pdf")
    page.locator("button.stamp").click()
    assert page.url.endswith("/materials")


@pytest.mark.parametrize("device", [PHONE, LAPTOP])
def test_pages_of_materials_are_accessible_and_fit(visits: Any, forum: Forum, device: dict[str, Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - optional dependency

    forum_session = make_session(forum)
    material = make_file(forum, forum_session=forum_session, folder=make_folder(forum), label="amber")
    make_held(forum)
    officer, organiser = make_officer(forum), make_staff(forum)
    home = f"/forums/{forum.code}/materials"
    staff = [ADD, home, f"{home}/{material.id}", f"{home}/{material.id}/change", f"{home}/{material.id}/openings"]
    staff += [f"{home}/folders", f"{home}/limits", f"{home}/held"]
    for account, paths in ((organiser, staff), (officer, [DAY, "/forums/TEST-1/me/materials"])):
        page = visits.page(device, account)
        for path in paths:
            page.goto(path)
            if path == DAY:
                page.locator("[data-day]:not([hidden])").wait_for()  # the page grows by its button
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # else the dock lies over half of a link
            found = Axe().run(page, options=AXE_TAGS)
            assert found.response["violations"] == [], (path, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_day_kept_on_the_phone_opens_without_a_connection_and_goes_with_the_sign_out(
    visits: Any, forum: Forum
) -> None:
    forum_session = make_session(forum)
    content = next(one for one in course_imports.read_modules() if one.code == "DF")
    course_services.load_module(content)
    module = find_module("DF")
    assert module is not None
    make_lesson(forum, module, forum_session=forum_session)
    file = make_file(forum, content=crafted.pdf(pages=40), forum_session=forum_session)
    amber = make_file(forum, label="amber", forum_session=forum_session)
    page = visits.page(PHONE, make_officer(forum), lang="en")
    page.goto(DAY)
    page.locator("[data-keep]").tap()
    page.locator("[data-words]", has_text="This day is on the phone").wait_for(timeout=20_000)
    addresses = page.evaluate(KEPT)
    assert {DAY, "/forums/TEST-1/me/read/DF", f"/forums/TEST-1/me/materials/{file.id}/km"} <= set(addresses)
    assert [one for one in addresses if str(amber.id) in one] == []
    page.context.set_offline(True)
    page.goto("/forums/TEST-1/me")
    page.locator("[data-kept-days] a").tap()
    page.locator("#keep").wait_for()
    page.goto("/forums/TEST-1/me/read/DF")
    assert page.locator("section.key").count() == 1
    page.goto(DAY)
    with page.expect_download() as started:
        page.locator(f"a[href$='{file.id}/km']").tap()
    assert started.value.suggested_filename == "slides.pdf"
    page.context.set_offline(False)
    page.goto(DAY)
    page.locator("button", has_text="Sign out").tap()
    page.wait_for_url(re.compile(r"/$|sign-in"))
    page.wait_for_function("caches.keys().then((names) => names.every((name) => !name.startsWith('day-')))")


def test_what_was_kept_is_removed_by_a_tap(visits: Any, forum: Forum) -> None:
    make_session(forum)
    page = visits.page(PHONE, make_officer(forum), lang="en")
    page.goto(DAY)
    page.locator("[data-keep]").tap()
    page.locator("[data-forget]").tap(timeout=20_000)
    page.locator("[data-words]", has_text="Removed from the phone").wait_for()
    assert page.evaluate(KEPT) == []


def test_a_day_that_was_kept_in_part_says_so_and_goes_on(visits: Any, forum: Forum) -> None:
    forum_session = make_session(forum)
    files = [make_file(forum, forum_session=forum_session) for _ in range(2)]
    page = visits.page(PHONE, make_officer(forum), lang="en")
    page.route(f"**/{files[1].id}/km", lambda route: route.abort())
    page.goto(DAY)
    page.locator("[data-keep]").tap()
    page.locator("[data-words]", has_text="2 of 3 are on the phone").wait_for(timeout=20_000)
    page.unroute(f"**/{files[1].id}/km")
    page.locator("[data-keep]").tap()
    page.locator("[data-words]", has_text="This day is on the phone").wait_for(timeout=20_000)
