"""Kinds of questions, what is right and what it is worth, and the life of a question."""

from forum_app.questions.rules.history import FIELD_NAMES
from forum_app.questions.rules.keys import Key, fits, fold
from forum_app.questions.rules.kinds import CHOICE_KINDS, FIXED_ORDER_KINDS, KIND_NAMES, Kind
from forum_app.questions.rules.life import STATUS_NAMES, USE_NAMES

__all__ = [
    "CHOICE_KINDS",
    "FIELD_NAMES",
    "FIXED_ORDER_KINDS",
    "KIND_NAMES",
    "STATUS_NAMES",
    "USE_NAMES",
    "Key",
    "Kind",
    "fits",
    "fold",
]
