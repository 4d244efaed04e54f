"""Tables of quizzes, attempts and answers."""

from forum_app.quizzes.models.attempts import Answer, Attempt
from forum_app.quizzes.models.quiz import Quiz, QuizEvent, QuizQuestion

__all__ = ["Answer", "Attempt", "Quiz", "QuizEvent", "QuizQuestion"]
