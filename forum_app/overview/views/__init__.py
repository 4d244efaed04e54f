"""Pages of overview, for every audience."""

from forum_app.overview.views.blueprint import blueprint

blueprints = (blueprint,)
