"""Pages of assessments, for every audience."""

from forum_app.assessments.views.blueprint import blueprint

blueprints = (blueprint,)
