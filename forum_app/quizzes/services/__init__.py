"""The verbs of quizzes."""

from forum_app.questions.services import Loaded
from forum_app.quizzes.services.bank import load_questions
from forum_app.quizzes.services.preparing import QuizData, change_quiz, create_quiz
from forum_app.quizzes.services.running import accept_late, close_quiz, open_quiz, release_results
from forum_app.quizzes.services.starting import start_attempt
from forum_app.quizzes.services.taking import record_answer, save_from_phone, submit_attempt

__all__ = [
    "Loaded",
    "QuizData",
    "accept_late",
    "change_quiz",
    "close_quiz",
    "create_quiz",
    "load_questions",
    "open_quiz",
    "record_answer",
    "release_results",
    "save_from_phone",
    "start_attempt",
    "submit_attempt",
]
