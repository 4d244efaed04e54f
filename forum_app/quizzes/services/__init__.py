"""The verbs of quizzes."""

from forum_app.questions.services import Loaded
from forum_app.quizzes.services.arriving import receive
from forum_app.quizzes.services.bank import load_questions
from forum_app.quizzes.services.late import accept_late, decline_late
from forum_app.quizzes.services.paper import enter_sheet, prepare_sheets
from forum_app.quizzes.services.preparing import PoolData, QuizData, change_quiz, copy_quiz, create_quiz
from forum_app.quizzes.services.running import close_quiz, open_quiz, release_results, settle
from forum_app.quizzes.services.starting import admit, start_attempt
from forum_app.quizzes.services.taking import record_answer, submit_attempt

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
    "decline_late",
    "enter_sheet",
    "load_questions",
    "open_quiz",
    "prepare_sheets",
    "receive",
    "record_answer",
    "release_results",
    "settle",
    "start_attempt",
    "submit_attempt",
]
