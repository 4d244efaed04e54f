"""First pages, for every audience."""

from forum_app.overview.views import public as public
from forum_app.overview.views import setup as setup
from forum_app.overview.views.blueprint import blueprint

blueprints = (blueprint,)
