"""The blueprint of overview."""

from flask import Blueprint

blueprint = Blueprint("overview", "forum_app.overview")
