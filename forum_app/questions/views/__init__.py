"""Pages of the question bank. Trainers and organisers alone: it holds what is right."""

from forum_app.questions.views import bank, exchange, exhibits, life, writing
from forum_app.questions.views.blueprint import blueprint

__all__ = ["bank", "blueprints", "exchange", "exhibits", "life", "writing"]

blueprints = (blueprint,)
