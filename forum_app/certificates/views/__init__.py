"""Pages of certificates, for every audience."""

from forum_app.certificates.views.blueprint import blueprint

blueprints = (blueprint,)
