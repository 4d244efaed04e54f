"""Forms of skill assessment."""

from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired

from forum_app.assessments.models import Rubric
from forum_app.assessments.rules import DEFAULT_PASS_TENTHS
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, ParagraphField
from forum_app.programme.models import ForumSession

NOT_OBSERVED = "0"
PASS_MARKS = (15, 20, 25, 30)


class MarkForm(Form):
    """One criterion. Without a choice it only turns the page."""

    level = StringField()
    go = StringField()

    @property
    def is_judged(self) -> bool:
        return bool(self.level.data)

    @property
    def number(self) -> int | None:
        """The chosen level, None for "not observed"; a number that no level has for anything else."""
        chosen = self.level.data or ""
        if chosen == NOT_OBSERVED:
            return None
        return int(chosen) if chosen.isdecimal() else -1


class SettleForm(MarkForm):
    """What is right where two devices differ: a level, or a comment."""

    text = ParagraphField()


class SummaryForm(Form):
    """The comment, and what the button does: `save`, `sign`, or the number of a ready phrase."""

    comment = ParagraphField(lazy_gettext("Comment for the officer"))
    go = StringField()

    @property
    def phrase(self) -> int | None:
        """The place of the ready phrase that was tapped."""
        name, _, number = (self.go.data or "").partition("-")
        return int(number) if name == "phrase" and number.isdecimal() else None


class GridForm(Form):
    """The grid's own fields; its cells are named by officer and criterion and read by the view."""

    signs = BooleanField(lazy_gettext("Sign off every row that is complete"))


class ReopenForm(Form):
    """Why a signed-off assessment is opened again."""

    reason = ParagraphField(lazy_gettext("Reason"))


class PracticalForm(Form):
    """Which exercise is assessed, in which session."""

    rubric = SelectField(lazy_gettext("Exercise"), [InputRequired()])
    forum_session = SelectField(lazy_gettext("Session"))
    pass_tenths = SelectField(
        lazy_gettext("Mean level that passes"),
        [InputRequired()],
        default=str(DEFAULT_PASS_TENTHS),
        description=lazy_gettext("A critical criterion at level 1 is never passed, whatever the mean."),
    )

    def offer(self, rubrics: list[Rubric], sessions: list[ForumSession]) -> "PracticalForm":
        """Fill the choices. Returns the form itself."""
        lang = current_language()
        self.rubric.choices = [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in rubrics]
        self.forum_session.choices = [("", gettext("No session"))]
        self.forum_session.choices += [(str(one.id), f"{one.code} – {one.title.in_language(lang)}") for one in sessions]
        self.pass_tenths.choices = [(str(tenths), f"{tenths / 10:.1f}") for tenths in PASS_MARKS]
        return self

    def chosen_session(self, sessions: list[ForumSession]) -> ForumSession | None:
        """The session behind the choice."""
        wanted = UUID(self.forum_session.data) if self.forum_session.data else None
        return next((one for one in sessions if one.id == wanted), None)
