"""Pages of materials, for every audience."""

from forum_app.exercises.views import officer, trainer
from forum_app.exercises.views.blueprint import blueprint

__all__ = ["blueprints", "officer", "trainer"]

blueprints = (blueprint,)
