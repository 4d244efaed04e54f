"""Pages of forums, for every audience."""

from forum_app.forums.views import organiser as organiser
from forum_app.forums.views import starting as starting
from forum_app.forums.views.blueprint import blueprint

blueprints = (blueprint,)
