"""Pages of materials, for every audience."""

from forum_app.materials.views import card, files, filing, officer, offline, organiser, reading, search
from forum_app.materials.views.blueprint import blueprint

__all__ = ["blueprints", "card", "files", "filing", "officer", "offline", "organiser", "reading", "search"]

blueprints = (blueprint,)
