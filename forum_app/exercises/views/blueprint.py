"""The blueprint of exercises."""

from flask import Blueprint

blueprint = Blueprint("exercises", "forum_app.exercises")
