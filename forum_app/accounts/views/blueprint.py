"""The blueprint of accounts."""

from flask import Blueprint

blueprint = Blueprint("accounts", "forum_app.accounts")
