"""Tables of quizzes, attempts and answers."""

from forum_app.quizzes.models.attempts import Answer, AnswerArrival, Attempt, LateDecision
from forum_app.quizzes.models.entry import QuizAdmission, QuizSheet, SheetEntry
from forum_app.quizzes.models.quiz import Quiz, QuizEvent, QuizPool, QuizQuestion

__all__ = [
    "Answer",
    "AnswerArrival",
    "Attempt",
    "LateDecision",
    "Quiz",
    "QuizAdmission",
    "QuizEvent",
    "QuizPool",
    "QuizQuestion",
    "QuizSheet",
    "SheetEntry",
]
