"""Pages of programme, for every audience."""

from forum_app.programme.views import filling as filling
from forum_app.programme.views import organiser as organiser
from forum_app.programme.views.blueprint import blueprint

blueprints = (blueprint,)
