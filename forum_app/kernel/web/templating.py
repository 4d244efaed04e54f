"""Templates: one address table, strict names, and the filters that speak both languages."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, g, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from forum_app.kernel import clock
from forum_app.kernel.access import current_actor
from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.i18n import current_language, in_language
from forum_app.kernel.khmer import dates
from forum_app.kernel.khmer.digits import khmer_digits
from forum_app.kernel.khmer.numerals import letter
from forum_app.kernel.markdown import to_html
from forum_app.kernel.places import PACKAGE

EMBEDDED = ("Telegram", "FBAN", "FBAV", "Messenger", "Instagram", "Line/")


def init(app: Flask, features: tuple[str, ...]) -> None:
    """Make `quizzes/take.html` mean `quizzes/templates/take.html`, and add filters and names."""
    folders = {name: FileSystemLoader(PACKAGE / name / "templates") for name in features}
    app.jinja_loader = ChoiceLoader([PrefixLoader(folders), FileSystemLoader(PACKAGE / "templates")])
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        text=text,
        plain=plain,
        date=show_date,
        time=show_time,
        day_time=day_time,
        kd=kd,
        letter=option_letter,
        markdown=to_html,
    )
    environment.globals.update(op_id=op_id, static_url=app.config["STATIC_URL"], LANGUAGES=LANGUAGES)
    app.context_processor(names)


def text(pair: Bilingual | None) -> Markup:
    """The pair in the reader's language; a stand-in from the other language says so by `lang`."""
    if not pair:
        return Markup()
    lang = current_language()
    shown = pair.language_shown(lang)
    if shown == lang:
        return Markup(escape(pair.in_language(lang)))  # noqa: S704 - escaped
    return Markup('<span lang="{}">{}</span>').format(shown, pair.in_language(lang))


def plain(pair: Bilingual | None) -> str:
    """The pair as a bare string, for attributes and titles."""
    return pair.in_language(current_language()) if pair else ""


def _as_day(value: date | datetime) -> date:
    return clock.local_day(value) if isinstance(value, datetime) else value


def show_date(value: date | datetime | None, style: Any = "long") -> str:
    """A day in the reader's language; instants are shown on the clock of Phnom Penh."""
    return dates.format_date(_as_day(value), current_language(), style=style) if value else ""


def show_time(value: datetime | time | None) -> str:
    """A time of day, 24 hours, Latin digits (tables and lists)."""
    if value is None:
        return ""
    moment = clock.local(value).time() if isinstance(value, datetime) else value
    return moment.strftime("%H:%M")


def day_time(value: datetime | None) -> str:
    """Day and time of an instant."""
    return f"{show_date(value, 'day_month')} {show_time(value)}" if value else ""


@pass_context  # else Jinja works `1|kd` out while it compiles, in the language of the first reader
def kd(_page: Context, value: object) -> str:
    """Khmer digits when the page is Khmer (headings and words only, see khmer.md 4)."""
    return khmer_digits(str(value)) if current_language() == "km" else str(value)


@pass_context
def option_letter(_page: Context, index: int) -> str:
    """ក ខ គ ឃ or A B C D."""
    return letter(index, current_language())


def op_id() -> str:
    """A fresh operation id for a form, or the one it was sent with, so that a retry stays the same."""
    if request.method == "POST" and request.form.get("op_id"):
        return str(request.form["op_id"])
    return str(uuid4())


def lang_switch_url() -> str:
    """This page in the other language."""
    other = "en" if current_language() == "km" else "km"
    arguments = {**request.args.to_dict(), "lang": other}
    query = "&".join(f"{key}={value}" for key, value in arguments.items() if key.isidentifier() and value.isalnum())
    return f"{request.path}?{query}"


def names() -> dict[str, Any]:
    """Names that every template may use."""
    lang = current_language()
    agent = request.headers.get("User-Agent", "")
    return {
        "lang": lang,
        "other_lang": "en" if lang == "km" else "km",
        "lang_switch_url": lang_switch_url(),
        "actor": current_actor(),
        "sample": g.get("sample", False),
        "clock_banner": g.get("clock_banner"),
        "menu": g.get("menu", []),
        "insecure_origin": not request.is_secure and not _is_this_machine(),
        "embedded_browser": any(mark in agent for mark in EMBEDDED),
        "now": clock.now(),
    }


def _is_this_machine() -> bool:
    """True on loopback, where nobody else can listen. Also asked by the page that refuses a foreign host."""
    return str(request.environ.get("HTTP_HOST", "")).partition(":")[0] in ("127.0.0.1", "localhost")


def in_every_language(template: str, **context: Any) -> dict[str, Markup]:
    """A partial template in each language, for pages that switch without the server."""
    found = {}
    for lang in LANGUAGES:
        with in_language(lang):
            found[lang] = Markup(render_template(template, **context))  # noqa: S704 - escaped by its own template
    return found


def template_folder(feature: str) -> Path:
    """Where a feature keeps its templates."""
    return PACKAGE / feature / "templates"
