"""Pages of attendance, for every audience."""

from forum_app.attendance.views import desk as desk
from forum_app.attendance.views import organiser as organiser
from forum_app.attendance.views import papers as papers
from forum_app.attendance.views import participant as participant
from forum_app.attendance.views.blueprint import blueprint

blueprints = (blueprint,)
