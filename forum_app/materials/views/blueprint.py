"""The blueprint of materials."""

from flask import Blueprint

blueprint = Blueprint("materials", "forum_app.materials")
