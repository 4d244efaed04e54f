"""The verbs of the question bank."""

from forum_app.questions.services.loading import Loaded, load_questions

__all__ = ["Loaded", "load_questions"]
