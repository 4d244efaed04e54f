"""The blueprint of messages."""

from flask import Blueprint

blueprint = Blueprint("messages", "forum_app.messages")
