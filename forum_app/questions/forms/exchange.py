"""Forms of files of questions: in, looked at, out."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms import Form as PlainForm

from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.forms import Form, ParagraphField
from forum_app.questions import queries

NOTHING = ""


def _modules_or(first: Any) -> list[tuple[str, Any]]:
    """Modules to choose from, with what an empty choice means."""
    lang = current_language()
    modules = queries.list_modules()
    return [(NOTHING, first), *((one.code, f"{one.code} – {one.title.in_language(lang)}") for one in modules)]


class ExchangeForm(Form):
    """Questions from a file or pasted."""

    module = SelectField(lazy_gettext("Module of questions that name none"))
    file = FileField(lazy_gettext("File"))
    pasted = ParagraphField(lazy_gettext("The questions"))

    def __init__(self) -> None:
        super().__init__()
        self.module.choices = _modules_or(lazy_gettext("Each question names its own"))


class ExportForm(PlainForm):
    """Which questions go into a file."""

    module = SelectField(lazy_gettext("Module"), id="out-module")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.module.choices = _modules_or(lazy_gettext("All modules"))


class ConfirmForm(Form):
    """Taking a file over."""

    leave_out = BooleanField(lazy_gettext("Leave out the questions that have an error"))
