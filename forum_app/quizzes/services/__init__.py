"""The verbs of quizzes."""

from forum_app.questions.services import Loaded
from forum_app.quizzes.services.bank import load_questions
from forum_app.quizzes.services.preparing import PoolData, QuizData, change_quiz, copy_quiz, create_quiz
from forum_app.quizzes.services.running import accept_late, close_quiz, open_quiz, release_results, settle
from forum_app.quizzes.services.starting import admit, start_attempt
from forum_app.quizzes.services.taking import record_answer, save_from_phone, submit_attempt

__all__ = [
    "Loaded",
    "PoolData",
    "QuizData",
    "accept_late",
    "admit",
    "change_quiz",
    "close_quiz",
    "copy_quiz",
    "create_quiz",
    "load_questions",
    "open_quiz",
    "record_answer",
    "release_results",
    "save_from_phone",
    "settle",
    "start_attempt",
    "submit_attempt",
]
