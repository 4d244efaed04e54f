"""The blueprint of quizzes."""

from flask import Blueprint

blueprint = Blueprint("quizzes", "forum_app.quizzes")
