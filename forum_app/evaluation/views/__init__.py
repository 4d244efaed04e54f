"""Pages of feedback, for every audience."""

from forum_app.evaluation.views import desk, officer, organiser
from forum_app.evaluation.views.blueprint import blueprint

__all__ = ["blueprints", "desk", "officer", "organiser"]

blueprints = (blueprint,)
