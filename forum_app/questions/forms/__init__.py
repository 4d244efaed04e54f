"""Forms of the question bank."""

from forum_app.questions.forms.exchange import ConfirmForm, ExchangeForm, ExportForm
from forum_app.questions.forms.writing import DIFFICULTY_NAMES, ExhibitForm, NoteForm, QuestionForm

__all__ = [
    "DIFFICULTY_NAMES",
    "ConfirmForm",
    "ExchangeForm",
    "ExhibitForm",
    "ExportForm",
    "NoteForm",
    "QuestionForm",
]
