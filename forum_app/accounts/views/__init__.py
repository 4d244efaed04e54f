"""Pages of accounts, for every audience."""

from forum_app.accounts.views.blueprint import blueprint

blueprints = (blueprint,)
