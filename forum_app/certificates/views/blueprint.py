"""The blueprint of certificates."""

from flask import Blueprint

blueprint = Blueprint("certificates", "forum_app.certificates")
