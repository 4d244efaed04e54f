"""The blueprint of attendance."""

from flask import Blueprint

blueprint = Blueprint("attendance", "forum_app.attendance")
