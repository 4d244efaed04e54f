"""Pages of quizzes, for every audience."""

from forum_app.quizzes.views import officer, organiser, trainer
from forum_app.quizzes.views.blueprint import blueprint

__all__ = ["blueprints", "officer", "organiser", "trainer"]

blueprints = (blueprint,)
