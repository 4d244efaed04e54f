"""Forms of materials."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from forum_app.exercises.models import ExerciseSet
from forum_app.exercises.rules.exhibit import Exhibit, Question
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, TextField
from forum_app.programme.models import ForumSession


class StepForm(Form):
    """A button that does one thing: release, take back, renew."""

    go = StringField()


class UseForm(Form):
    """Whose materials are used, in which session."""

    exercise = SelectField(lazy_gettext("Exercise"), [InputRequired()])
    forum_session = SelectField(lazy_gettext("Session"))

    def offer(self, sets: list[ExerciseSet], sessions: list[ForumSession]) -> "UseForm":
        """Fill the choices. Returns the form itself."""
        lang = current_language()
        self.exercise.choices = [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in sets]
        self.forum_session.choices = [("", gettext("No session"))]
        self.forum_session.choices += [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in sessions]
        return self

    def chosen_set(self, sets: list[ExerciseSet]) -> ExerciseSet:
        """The materials behind the choice; the field has let only one of them pass."""
        return next(one for one in sets if str(one.id) == self.exercise.data)

    def chosen_session(self, sessions: list[ForumSession]) -> ForumSession | None:
        """The session behind the choice."""
        wanted = UUID(self.forum_session.data) if self.forum_session.data else None
        return next((one for one in sessions if one.id == wanted), None)


def field_name(item: str) -> str:
    """How an item is called in a form: `folder.altered` is `a-folder-altered`."""
    return f"a-{item.replace('.', '-')}"


class AnswersForm(Form):
    """The questions about an officer's own exhibits; its fields come from `answers_form`."""

    def typed(self, exhibits: Sequence[Exhibit]) -> dict[str, str]:
        """What was sent, by item; what the form did not send is left alone."""
        items = [question.item for exhibit in exhibits for question in exhibit.questions]
        return {item: self[field_name(item)].data or "" for item in items if field_name(item) in request.form}


def answers_form(exhibits: Sequence[Exhibit], given: Mapping[str, str]) -> AnswersForm:
    """A form with one field for each question, filled with what was answered before."""
    fields: dict[str, Any] = {}
    for exhibit in exhibits:
        for question in exhibit.questions:
            fields[field_name(question.item)] = _field(question)
    made = type("OwnAnswersForm", (AnswersForm,), fields)
    form: AnswersForm = made(data={field_name(item): text for item, text in given.items()})
    return form


def _field(question: Question) -> Any:
    label = question.ask.in_language(current_language())
    if not question.options:
        return TextField(label)
    return StringField(label)  # drawn as options by the page; the service knows which places there are
