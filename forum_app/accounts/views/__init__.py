"""Pages of accounts, for every audience."""

from forum_app.accounts.views import activation, own, tables, visitor
from forum_app.accounts.views.blueprint import blueprint

__all__ = ["activation", "blueprint", "blueprints", "own", "tables", "visitor"]

blueprints = (blueprint,)
