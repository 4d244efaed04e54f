"""The verbs of skill assessment."""

from forum_app.assessments.services.marking import add_phrase, mark, reopen, sign_off, write_comment
from forum_app.assessments.services.preparing import load_rubric, set_practical

__all__ = [
    "add_phrase",
    "load_rubric",
    "mark",
    "reopen",
    "set_practical",
    "sign_off",
    "write_comment",
]
