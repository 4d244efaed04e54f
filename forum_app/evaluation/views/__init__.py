"""Pages of evaluation, for every audience."""

from forum_app.evaluation.views.blueprint import blueprint

blueprints = (blueprint,)
