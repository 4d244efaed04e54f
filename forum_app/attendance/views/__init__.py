"""Pages of attendance, for every audience."""

from forum_app.attendance.views.blueprint import blueprint

blueprints = (blueprint,)
