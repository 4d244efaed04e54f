"""The blueprint of the question bank."""

from flask import Blueprint

blueprint = Blueprint("questions", "forum_app.questions")
