"""The blueprint of registration."""

from flask import Blueprint

blueprint = Blueprint("registration", "forum_app.registration")
