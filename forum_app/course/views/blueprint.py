"""The blueprint of course."""

from flask import Blueprint

blueprint = Blueprint("course", "forum_app.course")
