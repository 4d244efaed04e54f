"""Chosen files to uploads: looked into one by one, each refusal beside its field."""

from contextlib import ExitStack

from flask import flash
from flask_babel import gettext
from wtforms import FileField

from forum_app.forums.models import Forum
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.safe_files.limits import REMOVED_NAMES
from forum_app.kernel.web.forms import Form
from forum_app.materials import imports, queries
from forum_app.materials.forms import chosen_file
from forum_app.materials.rules import Upload


def receive(forum: Forum, form: Form, field: FileField, opened: ExitStack) -> Upload | None:
    """The chosen file, as long as `opened` is; None when there is none, or it was refused (the form says why)."""
    chosen = chosen_file(field)
    if chosen is None:
        return None
    most_mb = queries.limits_of(forum).most_file_mb
    try:
        return opened.enter_context(imports.received(chosen.filename or "", chosen.stream, most_mb=most_mb))
    except Refusal as refusal:
        form.refuse(refusal, field)
        return None


def say_what_was_done(removed: frozenset[str] | set[str], *, is_held: bool) -> None:
    """Saved, what was taken out of the file, and whether it has to wait."""
    if is_held:
        flash(
            gettext("The file could not be checked. It is held where nobody sees it, and the organiser decides."),
            "refused",
        )
    if removed:
        listed = ", ".join(gettext(REMOVED_NAMES[key]) for key in sorted(removed))
        flash(gettext("Saved. Taken out of the file before it was kept: %(things)s.", things=listed), "saved")
    elif not is_held:
        flash(gettext("Saved."), "saved")
