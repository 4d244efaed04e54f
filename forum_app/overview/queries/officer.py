"""What an officer's first page says about the next thing, the materials and the certificate."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from forum_app.certificates import queries as certificates
from forum_app.evaluation import queries as evaluation
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_
from forum_app.materials import queries as materials
from forum_app.quizzes import queries as quizzes
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class NextThing:
    """The one slip on the page."""

    title: Bilingual
    eyebrow: str
    act: str
    url: str
    facts: list[tuple[str, str]]


def next_thing(own: Registration, *, at: datetime) -> NextThing | None:
    """An open quiz, else the day's feedback, else nothing."""
    code = own.forum.code
    open_now = quizzes.list_open_for(own, at=at)
    if open_now:
        quiz = open_now[0]
        facts = [(gettext("Questions"), str(quiz.question_count))]
        if quiz.limit_minutes:
            facts.append((gettext("Time allowed"), gettext("%(n)s min", n=quiz.limit_minutes)))
        url = url_for("quizzes.start", forum_code=code, quiz_id=quiz.id)
        return NextThing(quiz.title, N_("To do now"), N_("Start the quiz"), url, facts)
    day = evaluation.open_form_for(own, at=at)
    if day is not None:
        title = Bilingual("មតិកែលម្អប្រចាំថ្ងៃ", "Feedback on the day")
        url = url_for("evaluation.answer", forum_code=code, day_id=day.id)
        return NextThing(title, N_("Twenty seconds"), N_("Give feedback"), url, [])
    return None


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """State of the own certificate in a word, and what is missing in sentences."""

    given: bool
    word: str
    missing: list[str]


def certificate_line(own: Registration) -> CertificateLine:
    """In short; the certificate's own page says all of it."""
    outlook = certificates.outlook_of(own)
    return CertificateLine(given=outlook.given, word=outlook.word, missing=outlook.missing[:3])


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One thing to read or to open."""

    title: Bilingual
    second: str
    url: str
    icon: str


def materials_today(own: Registration, *, at: datetime) -> list[MaterialLine]:
    """Published materials of today's sessions, at most four."""
    lines = []
    for material in materials.list_for_day(own, at=at)[:4]:
        is_lesson = material.kind == "lesson"
        second = gettext("Lesson to read") if is_lesson else gettext("File")
        url = url_for("materials.open", forum_code=own.forum.code, material_id=material.id)
        lines.append(MaterialLine(material.title, second, url, "book" if is_lesson else "load"))
    return lines
