"""A live server on its own data folder, and Chromium that watches the page for us.

The application runs in this process, in threads of its own, with CSRF on; tests build data with the
factories inside its context. Every page is watched: a CSP violation or a JavaScript error fails the test.
"""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from forum_app.accounts.models import Account
from forum_app.accounts.services import begin_sign_in
from forum_app.application import create_app
from forum_app.kernel import catalogues, clock
from forum_app.kernel.database import db
from forum_app.kernel.settings import Settings
from tests.conftest import empty

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
AXE_TAGS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser; tests skip with a reason where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on this machine (looked for: " + ", ".join(NAMES) + ")")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class LiveServer:
    """Where the application listens, and how a browser is signed in to it."""

    app: Flask
    url: str

    def cookie(self, account: Account) -> dict[str, Any]:
        """The session cookie of a sign-in of this account."""
        token = begin_sign_in(account, at=clock.wall())
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": token, "_fresh": True})
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.url}


@pytest.fixture(scope="session")
def served_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The application behind a port of its own, for all browser tests."""
    folder: Path = tmp_path_factory.mktemp("live")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    if not catalogues.path_of("km").with_suffix(".mo").exists():
        catalogues.compile_all()
    app = create_app(Settings(data_folder=folder, mode="test", origin=url, jobs="inline", log_level="ERROR"))
    with app.app_context():
        db.drop_all()
        db.create_all()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveServer(app, url)
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def live_server(served_app: LiveServer) -> Iterator[LiveServer]:
    """The server on an empty database, with its application context for the factories."""
    with served_app.app.app_context():
        empty()
        yield served_app
        db.session.remove()
    clock.use_offset_file(None)


@dataclass
class Visits:
    """Opens watched pages; what went wrong on any of them is in `troubles`."""

    chromium: Any
    server: LiveServer
    troubles: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def page(self, device: dict[str, Any], account: Account | None = None, *, lang: str = "km", js: bool = True) -> Any:
        """A page of a fresh browser profile, signed in as this account and reading this language."""
        context = self.chromium.new_context(
            **device, base_url=self.server.url, locale="km-KH", timezone_id="Asia/Phnom_Penh", java_script_enabled=js
        )
        self.contexts.append(context)
        context.add_init_script(WATCH)
        context.add_cookies([{"name": "lang", "value": lang, "url": self.server.url}])
        if account is not None:
            context.add_cookies([self.server.cookie(account)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._listen)
        return page

    def _listen(self, message: Any) -> None:
        if message.type == "error" and ("CSP " in message.text or "Content Security Policy" in message.text):
            self.troubles.append(message.text)


@pytest.fixture
def visits(chromium: Any, live_server: LiveServer) -> Iterator[Visits]:
    """`visits.page(PHONE, account)`; afterwards no page may have had a CSP violation or a script error."""
    found = Visits(chromium, live_server)
    yield found
    for context in found.contexts:
        context.close()
    assert found.troubles == []


@pytest.fixture
def phone(visits: Visits) -> Callable[..., Any]:
    """`phone(account)`: a page of 360 x 640."""
    return lambda account=None, **more: visits.page(PHONE, account, **more)


@pytest.fixture
def laptop(visits: Visits) -> Callable[..., Any]:
    """`laptop(account)`: a page of 1280 x 800."""
    return lambda account=None, **more: visits.page(LAPTOP, account, **more)


@pytest.fixture
def assert_accessible() -> Callable[[Any], None]:
    """`assert_accessible(page)`: axe finds nothing against WCAG 2.2 AA."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()

    def check(page: Any) -> None:
        violations = axe.run(page, options=AXE_TAGS).response["violations"]
        found = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in violations]
        assert found == [], page.url

    return check
