"""The blueprint of programme."""

from flask import Blueprint

blueprint = Blueprint("programme", "forum_app.programme")
