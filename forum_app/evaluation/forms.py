"""Forms of feedback: the officer's, the grid for paper, the organiser's wording.

Questions are rows of a table, so their answers are read by the question's id rather than from fields.
"""

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, Length, NumberRange

from forum_app.evaluation import rules
from forum_app.evaluation.models import FeedbackQuestion
from forum_app.evaluation.queries import Slips
from forum_app.evaluation.services import QuestionData, SlipsData
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.web.forms import Form, NumberField, TextField, tidy

LONGEST_COUNT = 4


def field_name(question: FeedbackQuestion, face: int | None = None) -> str:
    """The name of the control of a question; in the grid each face has one."""
    return f"q-{question.id}" if face is None else f"q-{question.id}-{face}"


class FeedbackForm(Form):
    """One form of an officer."""

    def answers(self, questions: list[FeedbackQuestion]) -> dict[UUID, int | str]:
        """What was chosen or written; an untouched question is left out."""
        found: dict[UUID, int | str] = {}
        for question in questions:
            typed = tidy(request.form.get(field_name(question)))
            if typed and question.kind == "text":
                found[question.id] = typed
            elif typed:
                found[question.id] = int(typed) if typed.isdecimal() else 0
        return found

    def typed(self, question: FeedbackQuestion) -> Any:
        """What stands in a control when the page is drawn again."""
        return request.form.get(field_name(question), "")


class SlipsForm(Form):
    """The grid: how many slips there are, how many for each face, and what they say."""

    slips = NumberField(lazy_gettext("Slips in all"), [InputRequired(), NumberRange(0, rules.MOST_SLIPS)])
    seen = IntegerField()

    def __init__(self, typed: Slips) -> None:
        super().__init__(data={"slips": typed.slips, "seen": typed.version})
        self._typed = typed

    def count(self, question: FeedbackQuestion, face: int) -> int | str:
        """What stands in one cell of the grid."""
        if self.was_sent:
            return request.form.get(field_name(question, face), "")
        return self._typed.faces.get(question.id, {}).get(face, "")

    def lines(self, question: FeedbackQuestion) -> str:
        """The comments of a question, one in each line."""
        if self.was_sent:
            return request.form.get(field_name(question), "")
        return "\n".join(self._typed.texts.get(question.id, []))

    def slips_data(self, questions: list[FeedbackQuestion]) -> SlipsData:
        """What the service needs; a cell that is no number counts as nothing."""
        faces, texts = {}, {}
        for question in questions:
            if question.kind == "text":
                raw = request.form.get(field_name(question), "")
                texts[question.id] = [tidy(line) for line in raw.splitlines()]
            else:
                faces[question.id] = [_count(field_name(question, face)) for face in rules.FACE_NAMES]
        return SlipsData(slips=self.slips.data or 0, faces=faces, texts=texts)


def _count(name: str) -> int:
    typed = latin_digits(request.form.get(name, "")).strip()
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_COUNT else 0


class QuestionForm(Form):
    """A question in both languages. Its kind and what it is about are chosen once."""

    scope = RadioField(lazy_gettext("Asked about"), [InputRequired()])
    kind = RadioField(lazy_gettext("Answered by"), [InputRequired()], default="faces")
    text_km = TextField(lazy_gettext("Question"), [InputRequired(), Length(max=200)])
    text_en = TextField(lazy_gettext("Question in English"), [Length(max=200)])

    def __init__(self, question: FeedbackQuestion | None = None) -> None:
        values = {"text_km": question.text.km, "text_en": question.text.en} if question else {"scope": "session"}
        super().__init__(data=values)
        self.scope.choices = [(key, gettext(name)) for key, name in rules.SCOPE_NAMES.items()]
        self.kind.choices = [("faces", gettext("Five faces")), ("text", gettext("A sentence"))]
        if question is not None:
            del self.scope, self.kind

    @property
    def text(self) -> Bilingual:
        """The wording."""
        return Bilingual(self.text_km.data or "", self.text_en.data or "")

    def question_data(self) -> QuestionData:
        """A new question."""
        return QuestionData(self.scope.data, self.kind.data, self.text)
