"""The blueprint of the room."""

from flask import Blueprint

blueprint = Blueprint("live", "forum_app.live")
