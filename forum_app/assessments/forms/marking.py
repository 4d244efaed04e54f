"""Forms of whoever marks."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from forum_app.kernel.web.forms import Form, ParagraphField

NOT_OBSERVED = "0"


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


class WorkForm(Form):
    """What an officer hands in; its file is read by the view."""

    text = ParagraphField(lazy_gettext("Your work"))


class ReviewForm(Form):
    """The comment of a review and what the button does: `sign`, `save`, `phrase` or `let_go`."""

    comment = ParagraphField(lazy_gettext("Comment for the officer"))
    go = StringField()
