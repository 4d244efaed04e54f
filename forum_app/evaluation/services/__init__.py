"""The verbs of feedback."""

from forum_app.evaluation.services.answering import answer
from forum_app.evaluation.services.asking import (
    QuestionData,
    add_question,
    change_question,
    load_questions,
    retire_question,
)
from forum_app.evaluation.services.paper import SlipsData, type_slips

__all__ = [
    "QuestionData",
    "SlipsData",
    "add_question",
    "answer",
    "change_question",
    "load_questions",
    "retire_question",
    "type_slips",
]
