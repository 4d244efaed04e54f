"""The blueprint of forums."""

from flask import Blueprint

blueprint = Blueprint("forums", "forum_app.forums")
