"""The blueprint of assessments."""

from flask import Blueprint

blueprint = Blueprint("assessments", "forum_app.assessments")
