"""A trainer writes a question on a laptop and on a phone, and two people bring it to life, without script too."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.questions.queries import data_of
from tests.browser.conftest import LAPTOP, PHONE
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.questions import make_exhibit, make_question, make_taught

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

BANK = "/forums/TEST-1/bank"


@pytest.fixture
def forum(live_server: Any, at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    make_taught()
    return forum


@pytest.fixture
def trainer(forum: Forum) -> Account:
    return make_staff(forum, "trainer")


def only() -> Question:
    db.session.rollback()
    return db.session.scalars(select(Question)).one()


def fill(page: Any, words: dict[str, str]) -> None:
    for name, text in words.items():
        page.fill(f"[name={name}]", text)


def test_rows_kinds_and_advice_come_without_drawing_the_page_anew(visits: Any, trainer: Account) -> None:
    page = visits.page(LAPTOP, trainer, lang="en")
    page.goto(f"{BANK}/new?module=DF&objective=DF-O1")
    page.evaluate("window.still = true")
    fill(page, {"stem_km": "តើអ្វី?", "stem_en": "Which is not so?", "rows-0-km": "ក", "rows-0-en": "a"})
    page.get_by_text("asks for what is not so").wait_for()
    page.get_by_role("button", name="Another answer").click()
    page.locator("#rows-4-km").wait_for()
    assert page.evaluate("document.activeElement.id") == "rows-4-km"
    assert page.input_value("#rows-0-km") == "ក"
    page.select_option("#kind", "numeric")
    page.locator("#value").wait_for()
    page.select_option("#kind", "ordering")
    page.locator("#rows-1-km").wait_for()
    assert page.input_value("#rows-0-en") == "a"
    fill(page, {"rows-1-km": "ខ", "rows-1-en": "b"})
    page.locator("button[value=up-1]").click()
    page.locator("#rows-0-km[value='ខ']").wait_for()
    assert page.evaluate("window.still") is True
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Question DF-T001").wait_for()
    assert [option.en for option in data_of(only()).options] == ["b", "a"]


@pytest.mark.parametrize("js", [True, False])
def test_a_question_is_written_on_a_phone_with_and_without_script(visits: Any, trainer: Account, js: bool) -> None:
    page = visits.page(PHONE, trainer, js=js)
    page.goto(f"{BANK}/new?kind=text")
    fill(page, {"stem_km": "តើអ្វី?", "accepted": "SHA-256"})
    page.locator("button[value=save]").click()
    page.wait_for_url(f"**{BANK}/*-*-*")
    assert only().solution == {"accepted": ["SHA-256"]}


def test_without_script_another_kind_is_chosen_by_its_button(visits: Any, trainer: Account) -> None:
    page = visits.page(LAPTOP, trainer, lang="en", js=False)
    page.goto(f"{BANK}/new")
    page.fill("[name=rows-0-km]", "ក")
    page.select_option("#kind", "multiple")
    page.get_by_role("button", name="Use this kind").click()
    assert page.locator("[name=right][type=checkbox]").count() == 4
    assert page.input_value("[name=rows-0-km]") == "ក"


def test_two_people_bring_a_question_to_life_in_khmer(visits: Any, trainer: Account, forum: Forum) -> None:
    question = make_question(actor=trainer)
    page = visits.page(LAPTOP, trainer)
    page.goto(f"{BANK}/{question.id}")
    page.get_by_role("button", name="ផ្ញើឱ្យពិនិត្យ").click()
    reader = visits.page(PHONE, make_staff(forum, "lead_trainer"))
    reader.goto(f"{BANK}?waiting=1")
    reader.locator(".bank a").first.click()
    reader.get_by_role("button", name="ត្រូវតាមច្បាប់").click()
    reader.get_by_role("button", name="ឯកភាពសំណួរ").click()
    reader.locator(".st-in", has_text="បានឯកភាព").wait_for()
    assert only().status == "approved"


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("device", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_every_page_of_the_bank_fits_and_can_be_heard(
    visits: Any, assert_accessible: Any, trainer: Account, device: dict[str, Any], lang: str
) -> None:
    exhibit = make_exhibit()
    made = [make_question(kind, exhibit=exhibit.code, actor=trainer) for kind in ("matching", "ordering", "numeric")]
    page = visits.page(device, trainer, lang=lang)
    addresses = [
        "",
        "/new",
        "/new?kind=matching",
        "/cases",
        "/cases/new",
        f"/cases/{exhibit.id}",
        *(f"/{one.id}" for one in made),
    ]
    for address in addresses:
        page.goto(f"{BANK}{address}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
