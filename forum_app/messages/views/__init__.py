"""Pages of messages, for every audience."""

from forum_app.messages.views import inbox
from forum_app.messages.views.blueprint import blueprint

__all__ = ["blueprint", "blueprints", "inbox"]

blueprints = (blueprint,)
