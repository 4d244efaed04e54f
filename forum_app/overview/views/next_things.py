"""Words for an officer's first page: the one slip, the materials, the certificate."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from forum_app.certificates.rules import STATE_NAMES, Missing
from forum_app.forums.models import ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.khmer.dates import format_duration
from forum_app.kernel.web.templating import plain, show_date
from forum_app.materials.models import Material
from forum_app.messages.models import Message
from forum_app.messages.rules import TEMPLATES, spoken
from forum_app.overview.queries.officer import Outlook
from forum_app.quizzes.models import Quiz


@dataclass(frozen=True, slots=True)
class NextThing:
    """The one slip on the page."""

    title: str
    eyebrow: str
    act: str
    url: str
    facts: list[tuple[str, str]]
    is_begun: bool = False
    """The stamp does it at once: one tap to question 1."""


def slip_of(thing: Quiz | ForumDay | None, code: str) -> NextThing | None:
    """An open quiz, the day's feedback, or no slip."""
    if isinstance(thing, Quiz):
        facts = [(gettext("Questions"), str(thing.question_count))]
        if thing.limit_minutes:
            facts.append((gettext("Time allowed"), format_duration(thing.limit_minutes, current_language())))
        is_live = thing.behaviour == "live"
        url = url_for("live.own" if is_live else "quizzes.start", forum_code=code, quiz_id=thing.id)
        act = gettext("Start the quiz")
        return NextThing(plain(thing.title), gettext("To do now"), act, url, facts, is_begun=not is_live)
    if isinstance(thing, ForumDay):
        title = gettext("Feedback on the day of %(day)s", day=show_date(thing.day_on, "day_month"))
        url = url_for("evaluation.answer", forum_code=code)
        return NextThing(title, gettext("Twenty seconds"), gettext("Give feedback"), url, [])
    return None


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """State of the own certificate in a word, and what is missing in sentences."""

    given: bool
    word: str
    missing: list[str]


def certificate_line(outlook: Outlook) -> CertificateLine:
    """In short; the certificate's own page says all of it."""
    word = gettext(STATE_NAMES[outlook.state])
    return CertificateLine(outlook.state == "given", word, [sentence_of(one) for one in outlook.missing[:3]])


def sentence_of(missing: Missing) -> str:
    """What is missing, with its values in the reader's language."""
    values: dict[str, Any] = {}
    for name, value in missing.values.items():
        if name == "minutes":
            values["time"] = format_duration(value, current_language())
        else:
            values[name] = plain(value) if isinstance(value, Bilingual) else value
    sentence: str = gettext(missing.text, **values)
    return sentence


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One thing to read or to open."""

    title: Bilingual
    second: str
    url: str
    icon: str


def material_line(material: Material, code: str) -> MaterialLine:
    """A lesson leads to its text; files and links to their session, where sizes and languages stand."""
    if material.module is not None:
        second = gettext("Reading time: %(n)s min", n=material.module.reading_minutes)
        url = url_for("materials.read", forum_code=code, module_code=material.module.code)
        return MaterialLine(material.title, second, url, "book")
    url = url_for("materials.session", forum_code=code, forum_session_id=material.forum_session_id)
    return MaterialLine(material.title, gettext("File"), url, "file")


def text_of(message: Message) -> str:
    """A message as a sentence in the reader's language."""
    sentence: str = gettext(TEMPLATES[message.template], **spoken(message.values, current_language()))
    return sentence
