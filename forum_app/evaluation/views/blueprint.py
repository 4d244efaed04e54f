"""The blueprint of evaluation."""

from flask import Blueprint

blueprint = Blueprint("evaluation", "forum_app.evaluation")
