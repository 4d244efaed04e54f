"""Pages of quizzes, for every audience."""

from forum_app.quizzes import jobs as jobs
from forum_app.quizzes.views import analysis, entering, officer, organiser, paper, phone, taking, trainer
from forum_app.quizzes.views.blueprint import blueprint

__all__ = ["analysis", "blueprints", "entering", "officer", "organiser", "paper", "phone", "taking", "trainer"]

blueprints = (blueprint,)
