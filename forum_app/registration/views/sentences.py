"""Notes about rows, in the reader's language."""

from typing import Any

from flask_babel import gettext

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.registration.rules import Note


def say(note: Note) -> str:
    """The note as a whole sentence; names inside it follow the reader's language."""
    return str(gettext(note.text, **{name: _shown(value) for name, value in note.values.items()}))


def _shown(value: Any) -> str:
    return value.in_language(current_language()) if isinstance(value, Bilingual) else str(value)
