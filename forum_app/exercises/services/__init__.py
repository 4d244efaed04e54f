"""The verbs of materials."""

from forum_app.exercises.services.answering import record_answers
from forum_app.exercises.services.preparing import load_set, renew_run, use_set
from forum_app.exercises.services.releasing import release, take_back

__all__ = ["load_set", "record_answers", "release", "renew_run", "take_back", "use_set"]
