"""Pages of feedback, for every audience."""

from forum_app.evaluation.views import officer, organiser
from forum_app.evaluation.views.blueprint import blueprint

__all__ = ["blueprints", "officer", "organiser"]

blueprints = (blueprint,)
