"""Pages of registration, for every audience."""

from forum_app.registration.views.blueprint import blueprint

blueprints = (blueprint,)
