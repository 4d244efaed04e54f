"""A client that looks at every page it gets, and fails when something was changed but not committed."""

import re
from html.parser import HTMLParser
from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum_app.accounts.models import Account
from forum_app.accounts.services import begin_sign_in
from forum_app.kernel import clock
from forum_app.kernel.database import db

ENGLISH = re.compile(r"\b(?:the|and|this|with|your|please|not|field)\b", re.IGNORECASE)


class Page(HTMLParser):
    """What a page must be judged by: title, language, headings, forms, inline code, Khmer text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang, self.title, self.h1 = "", "", 0
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.posts_without_token: list[str] = []
        self.khmer_text: list[str] = []
        self._stack: list[tuple[str, str]] = []
        self._form: dict[str, Any] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.lang = values.get("lang", "")
        self.h1 += tag == "h1"
        self.ids += [values["id"]] if "id" in values else []
        self.inline += _inline_code(tag, values)
        self._note_form(tag, values)
        if tag not in VOID:
            self._stack.append((tag, values.get("lang", self._stack[-1][1] if self._stack else "")))

    def _note_form(self, tag: str, values: dict[str, str]) -> None:
        if tag == "form":
            self._form = {"post": values.get("method", "").lower() == "post", "token": False, "values": values}
        if tag == "input" and self._form is not None and values.get("name") == "csrf_token":
            self._form["token"] = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            if self._form["post"] and not self._form["token"]:
                self.posts_without_token.append(str(self._form["values"]))
            self._form = None
        while self._stack and self._stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang = self._stack[-1] if self._stack else ("", "")
        if tag == "title":
            self.title += data
        if lang == "km" and tag not in ("script", "style", "code", "input"):
            self.khmer_text.append(data.strip())


def _inline_code(tag: str, values: dict[str, str]) -> list[str]:
    """What a strict content security policy would refuse."""
    found = [f"<{tag} {values}>"] if "style" in values or any(name.startswith("on") for name in values) else []
    if tag == "style" or (tag == "script" and "src" not in values):
        found.append(f"<{tag}> without src")
    return found


VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "use", "wbr"})


def check_page(response: TestResponse) -> None:
    """The invariants of every HTML page of the house."""
    if response.mimetype != "text/html" or not response.data or b"<html" not in response.data[:200]:
        return
    page = Page(response.get_data(as_text=True))
    assert page.lang in ("km", "en"), f"lang is {page.lang!r}"
    assert page.title.strip(), "no title"
    assert page.h1 == 1, f"{page.h1} h1 elements"
    assert not page.inline, page.inline
    assert not page.posts_without_token, page.posts_without_token
    double = {name for name in page.ids if page.ids.count(name) > 1}
    assert not double, f"ids used twice: {double}"
    if page.lang == "km":
        english = [text for text in page.khmer_text if ENGLISH.search(text)]
        assert not english, f"English inside Khmer: {english[:5]}"


class HouseClient(FlaskClient):
    """Flask's test client with the page invariants, and a way to sign in."""

    check_pages = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # A test's application context outlives its requests; a real request begins with an empty `g`.
        for name in list(g):
            g.pop(name)
        response = super().open(*args, **kwargs)
        if self.check_pages:
            check_page(response)
        session = db.session()
        assert not (session.new or session.dirty or session.deleted), "a view left something uncommitted"
        return response

    def sign_in(self, account: Account) -> "HouseClient":
        """Be this account from now on."""
        token = begin_sign_in(account, at=clock.wall())
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def speak(self, lang: str) -> "HouseClient":
        """Read pages in this language from now on."""
        self.set_cookie("lang", lang)
        return self
