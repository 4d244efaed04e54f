"""The verbs of the question bank."""

from forum_app.questions.services.loading import Loaded, load_questions
from forum_app.questions.services.writing import change_question, write_many, write_question

__all__ = ["Loaded", "change_question", "load_questions", "write_many", "write_question"]
