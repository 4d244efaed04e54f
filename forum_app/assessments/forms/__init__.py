"""Forms of skill assessment."""

from forum_app.assessments.forms.fairness import (
    AgreeForm,
    AppealForm,
    DecisionForm,
    PermissionForm,
    QualificationForm,
    ResitForm,
    RulesForm,
)
from forum_app.assessments.forms.marking import (
    GridForm,
    MarkForm,
    ReopenForm,
    ReviewForm,
    SettleForm,
    SummaryForm,
    WorkForm,
)
from forum_app.assessments.forms.setting import PlanForm, PracticalForm

__all__ = [
    "AgreeForm",
    "AppealForm",
    "DecisionForm",
    "GridForm",
    "MarkForm",
    "PermissionForm",
    "PlanForm",
    "PracticalForm",
    "QualificationForm",
    "ReopenForm",
    "ResitForm",
    "ReviewForm",
    "RulesForm",
    "SettleForm",
    "SummaryForm",
    "WorkForm",
]
