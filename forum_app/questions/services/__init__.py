"""The verbs of the question bank."""

from forum_app.questions.services.exhibits import attach, change_exhibit, write_exhibit
from forum_app.questions.services.life import hold, lift_hold, pass_check, restore, retire, send, send_back
from forum_app.questions.services.loading import Loaded, load_questions
from forum_app.questions.services.writing import change_question, write_many, write_question

__all__ = [
    "Loaded",
    "attach",
    "change_exhibit",
    "change_question",
    "hold",
    "lift_hold",
    "load_questions",
    "pass_check",
    "restore",
    "retire",
    "send",
    "send_back",
    "write_exhibit",
    "write_many",
    "write_question",
]
