"""Pages of certificates, for every audience."""

from forum_app.certificates import jobs as jobs
from forum_app.certificates.views import giving as giving
from forum_app.certificates.views import officer as officer
from forum_app.certificates.views import organiser as organiser
from forum_app.certificates.views import person as person
from forum_app.certificates.views import printing as printing
from forum_app.certificates.views import public as public
from forum_app.certificates.views import settings as settings
from forum_app.certificates.views.blueprint import blueprint

blueprints = (blueprint,)
