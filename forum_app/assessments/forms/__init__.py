"""Forms of skill assessment."""

from forum_app.assessments.forms.marking import GridForm, MarkForm, ReopenForm, SettleForm, SummaryForm
from forum_app.assessments.forms.setting import PlanForm, PracticalForm

__all__ = ["GridForm", "MarkForm", "PlanForm", "PracticalForm", "ReopenForm", "SettleForm", "SummaryForm"]
