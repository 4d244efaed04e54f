"""Pages of skill assessment, for every audience."""

from forum_app.assessments.views import moderation, officer, organiser, paper, phone, stations, trainer, works
from forum_app.assessments.views.blueprint import blueprint

__all__ = ["blueprints", "moderation", "officer", "organiser", "paper", "phone", "stations", "trainer", "works"]

blueprints = (blueprint,)
