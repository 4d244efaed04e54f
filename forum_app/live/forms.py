"""Forms of the room."""

from flask import request
from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import AnyOf, InputRequired

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.web.forms import Form, NumberField, ParagraphField, TextField
from forum_app.live.rules import Action
from forum_app.questions.models import Question
from forum_app.questions.rules import Kind


class PlainForm(Form):
    """A button that does one thing."""


class StartForm(Form):
    """Opening the lobby."""

    allows_guests = BooleanField(
        lazy_gettext("People without an account may answer too"),
        description=lazy_gettext("Their answers count in the figures of the hall and belong to nobody."),
    )


class StepForm(Form):
    """One step of a live quiz."""

    action = HiddenField(validators=[AnyOf([str(action) for action in Action])])
    seen = NumberField(validators=[InputRequired()])


class CodeForm(Form):
    """The code from the projector."""

    code = TextField(
        lazy_gettext("Code on the projector"), filters=[lambda text: "".join(latin_digits(text or "").split())]
    )


class AnswerForm(Form):
    """An answer to the question that is asked; which fields it has depends on the kind of question."""

    question = HiddenField()
    choice = StringField()

    def chosen(self, question: Question) -> list[str]:
        """What was chosen, as the bank keeps it."""
        if question.kind == Kind.MATCHING:
            pairs = [(key, request.form.get(f"pair-{key}", "")) for key in question.option_keys]
            return [f"{key}:{target}" for key, target in pairs if target]
        if question.kind == Kind.ORDERING:
            return self._in_order(question)
        return [value for value in request.form.getlist("choice") if value.strip()]

    def _in_order(self, question: Question) -> list[str]:
        """The options by the place that was given to each; empty unless every place is given once."""
        places = {key: latin_digits(request.form.get(f"place-{key}", "")) for key in question.option_keys}
        numbers = sorted(int(place) for place in places.values() if place.isdecimal())
        if numbers != list(range(1, len(places) + 1)):
            return []
        return sorted(places, key=lambda key: int(places[key]))


class AskForm(Form):
    """A question for the wall."""

    text = ParagraphField(lazy_gettext("My question"))


class WallForm(Form):
    """Both sides of a question on the wall."""

    text_km = ParagraphField(lazy_gettext("Question"))
    text_en = ParagraphField(lazy_gettext("Question in English"))

    @property
    def text(self) -> Bilingual:
        return Bilingual(self.text_km.data or "", self.text_en.data or "")
