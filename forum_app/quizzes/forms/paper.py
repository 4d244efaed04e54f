"""Printing a quiz, and typing in what comes back."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from forum_app.kernel.web.forms import Form, TextField

LANGUAGES = {
    "km": lazy_gettext("Khmer"),
    "en": lazy_gettext("English"),
    "both": lazy_gettext("Both languages (twice as long)"),
}
WHOM = {
    "all": lazy_gettext("Every confirmed participant"),
    "missing": lazy_gettext("Only who has no sheet and has not answered on a phone"),
}


class PrintForm(Form):
    """Which sheets are printed."""

    language = RadioField(lazy_gettext("Language of the sheets"), [InputRequired()], default="km")
    whom = RadioField(lazy_gettext("Sheets for"), [InputRequired()], default="all")

    def __init__(self) -> None:
        super().__init__()
        self.language.choices = list(LANGUAGES.items())
        self.whom.choices = list(WHOM.items())

    @property
    def sheet_language(self) -> str:
        """The language in which answers from these sheets count as read; both languages begin with Khmer."""
        return "en" if self.language.data == "en" else "km"


class SheetForm(Form):
    """One sheet: whose it is, and its letters in one line."""

    who = TextField(lazy_gettext("Badge number or sheet code"), [InputRequired()])
    letters = TextField(lazy_gettext("Letters"))
    shown = HiddenField()
    """The code of the sheet that stood on the page: letters typed under one name never go to another."""
