"""Pages of messages, for every audience."""

from forum_app.messages.views.blueprint import blueprint

blueprints = (blueprint,)
