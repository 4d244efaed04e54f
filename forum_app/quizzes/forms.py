"""Forms of quizzes."""

from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, NumberField, TextField
from forum_app.programme import queries as programme_queries
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.services import QuizData

NOTHING = ""
CODE = r"^[A-Za-z0-9-]{1,20}$"


class StepForm(Form):
    """A button that does one thing: start, hand in, open, close, release."""


class AnswerForm(Form):
    """One question. Without a choice it only turns the page; the service knows which keys are right to send."""

    choice = StringField()
    sequence = NumberField(validators=[Optional()])
    go = StringField()

    @property
    def chosen(self) -> list[str]:
        return [self.choice.data] if self.choice.data else []


class QuizForm(Form):
    """What an organiser decides about a quiz."""

    code = TextField(
        lazy_gettext("Code"),
        [
            InputRequired(),
            Regexp(r"^[A-Za-z0-9-]{1,20}$", message=lazy_gettext("Use letters, digits and hyphens only.")),
        ],
        description=lazy_gettext("Short and unique in this forum, e.g. Q1."),
    )
    title_km = TextField(lazy_gettext("Title"), [InputRequired()])
    title_en = TextField(lazy_gettext("Title in English"))
    purpose = SelectField(lazy_gettext("What it is for"), [InputRequired()])
    module = SelectField(
        lazy_gettext("Module"), description=lazy_gettext("A check before or after the course asks about all modules.")
    )
    forum_session = SelectField(lazy_gettext("Session"))
    question_count = NumberField(lazy_gettext("Number of questions"), [InputRequired(), NumberRange(1, 40)], default=8)
    limit_minutes = NumberField(
        lazy_gettext("Time limit in minutes"),
        [Optional(), NumberRange(1, 240)],
        default=15,
        description=lazy_gettext("Counted from each person's own start. Empty: until the quiz is closed."),
    )
    pass_percent = NumberField(lazy_gettext("Pass mark in percent"), [InputRequired(), NumberRange(0, 100)], default=60)

    def __init__(self, forum: Forum, quiz: Quiz | None = None) -> None:
        super().__init__(data=_values(quiz))
        self.modules = {module.code: module for module in queries.list_modules()}
        lang = current_language()
        self.purpose.choices = [(key, gettext(name)) for key, name in rules.PURPOSE_NAMES.items()]
        self.module.choices = [(NOTHING, lazy_gettext("All modules"))] + [
            (code, f"{code} – {module.title.in_language(lang)}") for code, module in self.modules.items()
        ]
        self.forum_session.choices = [(NOTHING, lazy_gettext("No session"))] + [
            (str(found.id), f"{found.code} – {found.title.in_language(lang)}")
            for found in programme_queries.list_sessions(forum)
        ]
        self.position = quiz.position if quiz else len(queries.list_quizzes(forum)) + 1

    def quiz_data(self) -> QuizData:
        """What the service needs."""
        return QuizData(
            code=self.code.data or "",
            title=Bilingual(self.title_km.data or "", self.title_en.data or ""),
            purpose=self.purpose.data,
            question_count=self.question_count.data or 1,
            limit_minutes=self.limit_minutes.data,
            pass_percent=self.pass_percent.data or 0,
            modules=[self.modules[self.module.data]] if self.module.data else [],
            forum_session_id=UUID(self.forum_session.data) if self.forum_session.data else None,
            position=self.position,
        )


def _values(quiz: Quiz | None) -> dict[str, Any]:
    if quiz is None:
        return {}
    return {
        "code": quiz.code,
        "title_km": quiz.title.km,
        "title_en": quiz.title.en,
        "purpose": quiz.purpose,
        "module": quiz.module.code if quiz.module else NOTHING,
        "forum_session": str(quiz.forum_session_id or NOTHING),
        "question_count": quiz.question_count,
        "limit_minutes": quiz.limit_minutes,
        "pass_percent": quiz.pass_percent,
    }
