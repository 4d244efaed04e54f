"""Forms of what keeps assessment fair."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional

from forum_app.assessments import rules
from forum_app.assessments.services import MarkingRules
from forum_app.kernel.web.forms import DayField, Form, NumberField, ParagraphField, TextField


class RulesForm(Form):
    """How a practical is marked."""

    limit_minutes = NumberField(lazy_gettext("Minutes for one officer"), [InputRequired(), NumberRange(1, 240)])
    needs_lead = BooleanField(lazy_gettext("The lead trainer confirms each sign-off before officers see it"))
    is_written = BooleanField(lazy_gettext("Officers hand work in; it is reviewed afterwards"))
    second_percent = NumberField(
        lazy_gettext("Share assessed by a second trainer, in per cent"), [InputRequired(), NumberRange(0, 100)]
    )
    second_seed = TextField(
        lazy_gettext("Word for the draw"), description=lazy_gettext("Anybody can repeat the draw with this word.")
    )
    differ_by = SelectField(
        lazy_gettext("Two trainers differ when they are apart by"),
        choices=[
            SelectChoice(1, lazy_gettext("1 level")),
            SelectChoice(2, lazy_gettext("2 levels")),
            SelectChoice(3, lazy_gettext("3 levels")),
        ],
        coerce=int,
        description=lazy_gettext("A critical criterion shown for one and not for the other always needs a decision."),
    )
    differ_action = SelectField(
        lazy_gettext("Then"),
        choices=[
            SelectChoice("third", lazy_gettext("a third trainer assesses, and that counts")),
            SelectChoice("discussion", lazy_gettext("they talk, and the lead trainer writes down what they came to")),
        ],
    )
    appeal_days = NumberField(lazy_gettext("Days for an appeal"), [InputRequired(), NumberRange(0, 90)])

    def as_rules(self) -> MarkingRules:
        """What the service asks for."""
        return MarkingRules(
            limit_minutes=self.limit_minutes.data or rules.LIMIT_MINUTES,
            needs_lead=bool(self.needs_lead.data),
            is_written=bool(self.is_written.data),
            second_percent=self.second_percent.data or 0,
            second_seed=self.second_seed.data or "",
            differ_by=self.differ_by.data,
            differ_action=self.differ_action.data,
            appeal_days=self.appeal_days.data or 0,
        )


class AgreeForm(Form):
    """What two trainers came to; the levels are named by criterion and read by the view."""

    reason = ParagraphField(lazy_gettext("What was decided, and why"))


class ResitForm(Form):
    """What to practise until the officer shows it again."""

    reason = ParagraphField(lazy_gettext("What to practise until then"))


class PermissionForm(Form):
    """Why a trainer may assess the own unit."""

    reason = TextField(lazy_gettext("Reason"))


class QualificationForm(Form):
    """What entitles a trainer to assess."""

    title_km = TextField(lazy_gettext("Qualification (Khmer)"))
    title_en = TextField(lazy_gettext("Qualification (English)"))
    issuer = TextField(lazy_gettext("Issued by"))
    expires_on = DayField(lazy_gettext("Valid until"), [Optional()])


class AppealForm(Form):
    """What should be looked at again."""

    text = ParagraphField(lazy_gettext("What should be looked at again?"))


class DecisionForm(Form):
    """The answer to an appeal."""

    decision = SelectField(
        lazy_gettext("Decision"),
        choices=[
            SelectChoice("kept", lazy_gettext("The result stays")),
            SelectChoice("reopened", lazy_gettext("The trainer looks at it again")),
            SelectChoice("resit", lazy_gettext("The officer shows again what was missing")),
        ],
    )
    answer = ParagraphField(lazy_gettext("Answer to the officer"))

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        return {"decision": self.decision.data, "answer": self.answer.data or ""}
