"""The verbs of the course: bringing it to what its content says, and to what translators corrected."""

from forum_app.course.services.correcting import (
    active_chains,
    discard,
    judge_batch,
    keep_batch,
    take_back,
    take_over,
    verdicts_of,
    words_that_hold,
)
from forum_app.course.services.loading import load_feedback_texts, load_glossary, load_module, retire_missing
from forum_app.course.services.writing import Written, write_words

__all__ = [
    "Written",
    "active_chains",
    "discard",
    "judge_batch",
    "keep_batch",
    "load_feedback_texts",
    "load_glossary",
    "load_module",
    "retire_missing",
    "take_back",
    "take_over",
    "verdicts_of",
    "words_that_hold",
    "write_words",
]
