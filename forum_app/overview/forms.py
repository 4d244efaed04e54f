"""Forms of the pages across features."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms.validators import InputRequired

from forum_app.kernel.web.forms import Form


class TranslatedForm(Form):
    """The workbook that a translator sent back."""

    file = FileField(
        lazy_gettext("File of the translator"),
        [InputRequired()],
        description=lazy_gettext("Excel (.xlsx), at most 5 MB."),
    )
