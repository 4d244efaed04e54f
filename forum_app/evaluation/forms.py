"""The form of the day's feedback: its fields follow the questions of the forum."""

from typing import Any
from uuid import UUID

from flask import request

from forum_app.evaluation.models import FeedbackQuestion
from forum_app.kernel.web.forms import Form, tidy


class FeedbackForm(Form):
    """Questions are rows of a table, so their answers are read by the question's id rather than from fields."""

    @staticmethod
    def field_name(question: FeedbackQuestion) -> str:
        """The name of the control of a question."""
        return f"q-{question.id}"

    def answers(self, questions: list[FeedbackQuestion]) -> dict[UUID, int | str]:
        """What was chosen or written; an untouched question is left out."""
        found: dict[UUID, int | str] = {}
        for question in questions:
            typed = tidy(request.form.get(self.field_name(question)))
            if typed and question.kind == "text":
                found[question.id] = typed
            elif typed:
                found[question.id] = int(typed) if typed.isdecimal() else 0
        return found

    def typed(self, question: FeedbackQuestion) -> Any:
        """What stands in a control when the page is drawn again."""
        return request.form.get(self.field_name(question), "")
