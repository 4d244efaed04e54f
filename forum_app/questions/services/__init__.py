"""The verbs of the question bank."""

from forum_app.questions.services.exchanging import (
    confirm_import,
    discard_import,
    review_import,
    start_import,
    undo_import,
)
from forum_app.questions.services.exhibits import attach, change_exhibit, write_exhibit
from forum_app.questions.services.life import hold, lift_hold, pass_check, restore, retire, send, send_back
from forum_app.questions.services.loading import Loaded, load_questions
from forum_app.questions.services.writing import change_question, write_many, write_question

__all__ = [
    "Loaded",
    "attach",
    "change_exhibit",
    "change_question",
    "confirm_import",
    "discard_import",
    "hold",
    "lift_hold",
    "load_questions",
    "pass_check",
    "restore",
    "retire",
    "review_import",
    "send",
    "send_back",
    "start_import",
    "undo_import",
    "write_exhibit",
    "write_many",
    "write_question",
]
