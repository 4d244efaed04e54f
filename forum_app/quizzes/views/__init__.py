"""Pages of quizzes, for every audience."""

from forum_app.quizzes.views.blueprint import blueprint

blueprints = (blueprint,)
