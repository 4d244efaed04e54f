"""First pages, for every audience."""

from forum_app.overview.views import officer as officer
from forum_app.overview.views import organiser as organiser
from forum_app.overview.views import public as public
from forum_app.overview.views import setup as setup
from forum_app.overview.views import trainer as trainer
from forum_app.overview.views import translations as translations
from forum_app.overview.views.blueprint import blueprint

blueprints = (blueprint,)
