"""Papers of skill assessment."""

from forum_app.assessments.documents.papers import both, round_plan, rubric_sheets
from forum_app.assessments.documents.results import officer_results

__all__ = ["both", "officer_results", "round_plan", "rubric_sheets"]
