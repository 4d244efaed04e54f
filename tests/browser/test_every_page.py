"""Every page of a small forum on a phone in Khmer: WCAG 2.2 AA, nothing wider than the screen, no CSP violation."""

from typing import Any

import pytest
from werkzeug.routing import Rule

from tests.browser.conftest import AXE_TAGS, LiveServer
from tests.factories.programme import at
from tests.house import world as worlds
from tests.house.world import World, declared, may_claim

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ROLES = ("anonymous", "officer", "desk", "trainer", "organiser")
NO_PAGE = frozenset({"static", "health.livez", "health.readyz", "accounts.sign_out"})
"""Addresses of machines, and the one that ends the visit."""
UNFOLD = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true });
  // In a still picture axe takes a link half behind the dock for a small one.
  document.querySelectorAll(".dock").forEach((one) => { one.style.position = "static" });
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""


@pytest.fixture
def world(live_server: LiveServer, at_time: Any) -> World:
    """A row of every kind that an address may name, on the first morning."""
    world = worlds.build()
    at_time(at(world.forum, 1, "09:30"))
    return world


def _addresses(live_server: LiveServer, world: World, role: str) -> list[str]:
    """One address for each rule that opens to this role; what everybody may see is looked at once."""

    def is_a_page(rule: Rule) -> bool:
        access = declared(live_server.app, rule)
        seen_before = role != "anonymous" and may_claim("anonymous", access)
        asked = "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGE
        return asked and may_claim(role, access) and not seen_before

    return [world.address(live_server.app, rule) for rule in worlds.rules(live_server.app) if is_a_page(rule)]


def _open(page: Any, address: str, error: type[Exception]) -> bool:
    """Whether a page of ours opened; a file that is saved instead has nothing to look at."""
    try:
        answer = page.goto(address)
    except error as refused:
        if "Download is starting" in str(refused) or "ERR_ABORTED" in str(refused):
            return False
        raise
    assert answer.status < 500, f"{answer.status} {address}"
    return "text/html" in answer.headers.get("content-type", "") and page.evaluate("!!document.doctype")


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_on_a_phone(phone: Any, live_server: LiveServer, world: World, role: str) -> None:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page, found, looked_at = phone(world.accounts[role]), list[Any](), set[str]()
    for address in _addresses(live_server, world, role):
        if not _open(page, address, api.Error) or page.url in looked_at:
            continue
        looked_at.add(page.url)
        if over := page.evaluate(UNFOLD):
            found.append((address, f"{over} px wider than the screen"))
        violations = axe.run(page, options=AXE_TAGS).response["violations"]
        found += [(address, one["id"], [node["html"][:160] for node in one["nodes"]]) for one in violations]
    assert len(looked_at) > 3
    assert found == []
