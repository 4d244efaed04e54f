"""Letting somebody into a quiz."""

from flask_babel import lazy_gettext

from forum_app.kernel.web.forms import Form, TextField


class AdmissionForm(Form):
    """Why somebody who is not checked in may take the quiz all the same."""

    reason = TextField(lazy_gettext("Reason"), description=lazy_gettext("It stays written down with your name."))
