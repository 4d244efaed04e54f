"""Pages of materials, for every audience."""

from forum_app.materials.views.blueprint import blueprint

blueprints = (blueprint,)
