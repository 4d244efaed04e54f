"""Pages of course, for every audience."""

from forum_app.course.views.blueprint import blueprint

blueprints = (blueprint,)
