"""Which language a page speaks, and how the catalogues are found."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, gettext
from flask_login import current_user

from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.places import shipped
from forum_app.kernel.refusal import Refusal

COOKIE = "lang"
DEFAULT = "km"
SWITCH_FIELD = "switch_lang"

babel = Babel()


def init(app: Flask) -> None:
    """Wire Flask-Babel to our catalogues and to the reader's choice."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(shipped("translations"))
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Phnom_Penh"
    babel.init_app(app, locale_selector=choose)
    app.after_request(_remember)


def choose() -> str:
    """Address, then what the form's own switch says, then the cookie, then the person, then Khmer."""
    if not has_request_context():
        return DEFAULT
    for wanted in (switched(), request.args.get("lang"), request.cookies.get(COOKIE), _persons()):
        if wanted in LANGUAGES:
            return str(wanted)
    return DEFAULT


def switched() -> str | None:
    """The language a form's switch asks for: the page is then drawn again with what was typed."""
    wanted = request.form.get(SWITCH_FIELD) if request.method == "POST" else None
    return wanted if wanted in LANGUAGES else None


def _persons() -> str | None:
    if "_login_user" not in g or not current_user.is_authenticated:
        return None
    language: str | None = current_user.language
    return language


def _remember(response: Response) -> Response:
    wanted = switched() or request.args.get("lang")
    if wanted in LANGUAGES and request.cookies.get(COOKIE) != wanted:
        secure = request.is_secure
        response.set_cookie(COOKIE, str(wanted), max_age=31_536_000, samesite="Lax", secure=secure, httponly=True)
    return response


def current_language() -> str:
    """`km` or `en`, whatever is being written right now."""
    locale = get_locale()
    return locale.language if locale else DEFAULT


@contextmanager
def in_language(lang: str) -> Iterator[None]:
    """Write a document or message in this language, whoever asked for it."""
    with force_locale(lang):
        yield


def sentence(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language, with its values filled in."""
    lang = current_language()
    values: dict[str, Any] = {
        name: value.in_language(lang) if isinstance(value, Bilingual) else value
        for name, value in refusal.values.items()
    }
    return str(gettext(refusal.text, **values))
