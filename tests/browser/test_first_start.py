"""Somebody starts a forum of their own in a real browser, in Khmer, down to the printed sheet of twenty people."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from forum_app.kernel.clock import wall
from forum_app.overview.services import load_content
from tests.browser.conftest import LiveServer
from tests.journeys import lists

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def pdf_pages(page: Any, address: str) -> int:
    """Pages of a PDF that this browser may fetch."""
    answer = page.context.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return len(PdfReader(io.BytesIO(answer.body())).pages)


def test_five_steps_lead_to_a_printed_sheet_of_twenty_people(
    laptop: Any, live_server: LiveServer, assert_accessible: Any
) -> None:
    load_content(at=wall())
    page = laptop()
    page.goto("/")
    assert_accessible(page)
    page.locator("a[href='/start']").click()
    for name, value in {
        "title_km": "វេទិកាខេត្តតាកែវ",
        "starts_on": "2027-02-01",
        "ends_on": "2027-01-31",
        "given_name_km": "សុភ័ក្រ",
        "login": "sopheak",
        "password": "seven quiet rivers",
    }.items():
        page.fill(f"#{name}", value)
    page.get_by_role("button", name="បង្កើតវេទិកា").click()
    page.locator("[data-errors]").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-errors]')")
    assert page.input_value("#title_km") == "វេទិកាខេត្តតាកែវ"
    assert_accessible(page)
    page.fill("#ends_on", "2027-02-02")
    page.fill("#password", "seven quiet rivers")
    page.get_by_role("button", name="បង្កើតវេទិកា").click()
    page.wait_for_url("**/setup")
    home = page.url.removesuffix("/setup")
    assert_accessible(page)

    page.locator(f"a.stamp[href$='{'/people/import'}']").click()
    page.fill("#pasted", lists.pasted())
    page.locator("#list-form .stamp").click()
    page.wait_for_url("**/people/import/*")
    assert page.locator("tr.row-new").count() == 20
    assert_accessible(page)
    page.get_by_role("button", name="រក្សាទុក 20 នាក់").click()
    page.get_by_text("បានរក្សាទុកបញ្ជី។").wait_for()

    page.goto(f"{home}/programme/fill")
    page.locator("label", has_text="សិក្ខាសាលាមួយថ្ងៃ").click()
    page.locator("#fill-form .stamp").click()
    page.wait_for_url("**/programme?day=1")
    assert_accessible(page)

    page.goto(f"{home}/staff/add")
    page.fill("#given_name_km", "សុវណ្ណ")
    page.locator("label", has_text="តុចុះឈ្មោះ").click()
    page.fill("#login", "desk1")
    page.locator("main form .stamp").click()
    page.wait_for_url("**/settings*")
    page.get_by_role("button", name="ប័ណ្ណចូលគណនី").first.click()
    page.get_by_text("desk1").wait_for()
    assert_accessible(page)

    page.goto(f"{home}/people/cards")
    assert_accessible(page)
    fetched = page.evaluate(
        """async () => {
          const form = document.querySelector("main form");
          const answer = await fetch(location.href, {method: "POST", body: new URLSearchParams(new FormData(form))});
          return [answer.status, answer.headers.get("content-type")];
        }"""
    )
    assert fetched == [200, "application/pdf"]
    assert pdf_pages(page, f"{home}/attendance/sheet.pdf?day=1") == 2
    page.goto(f"{home}/setup")
    assert page.locator(".ledger.todo .st-in").count() == 5


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_doors_and_step_one_fit_a_phone(
    phone: Any, live_server: LiveServer, assert_accessible: Any, lang: str
) -> None:
    page = phone(lang=lang)
    for address in ("/", "/start"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_accessible(page)
