"""Tables of the course."""

from forum_app.course.models.teaching import GlossaryTerm, Module, Objective, Passage
from forum_app.course.models.translation import TextBatch, TextCorrection, TextPair, TextUnit

__all__ = [
    "GlossaryTerm",
    "Module",
    "Objective",
    "Passage",
    "TextBatch",
    "TextCorrection",
    "TextPair",
    "TextUnit",
]
