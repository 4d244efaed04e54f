"""Forms of an officer, and buttons."""

from typing import Any

from wtforms import Field, StringField

from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.web.forms import Form, tidy
from forum_app.questions.rules import Kind
from forum_app.quizzes.rules.screens import PlacesIncomplete


class StepForm(Form):
    """A button that does one thing: start, hand in, open, close, release."""


class SeveralField(Field):
    """Everything that was sent under one name, without what was left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [text for text in (tidy(value) for value in valuelist if isinstance(value, str)) if text]


class AnswerForm(Form):
    """One question of any kind. Left empty it only turns the page; the service knows what may be an answer."""

    choice = SeveralField()
    place = SeveralField()
    go = StringField()

    def chosen(self, kind: str, count: int) -> list[str]:
        """The answer as its kind keeps it. `count`: how many steps have to be put in order.

        Raises PlacesIncomplete.
        """
        if kind != Kind.ORDERING:
            return list(self.choice.data or [])
        placed = [value.rpartition(":") for value in self.place.data or []]
        by_place = {latin_digits(number): key for key, _, number in placed}
        if placed and sorted(by_place) != sorted(str(number) for number in range(1, count + 1)):
            raise PlacesIncomplete(count=count)
        return [by_place[str(number)] for number in range(1, count + 1)] if placed else []
