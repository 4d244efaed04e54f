"""Finding questions by any part of a word, in either language."""

from collections.abc import Iterator

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.text import search_key
from forum_app.questions.rules.draft import QuestionData

BETWEEN = "|"
"""No word reaches over it."""


def searchable(data: QuestionData, code: str) -> str:
    """Every word of a question, folded, for the column that is searched."""
    return BETWEEN.join(filter(None, (search_key(text) for text in _texts(data, code))))


def parts(typed: str) -> list[str]:
    """What somebody typed, as folded parts that must all be found."""
    return [key for key in map(search_key, typed.split()) if key]


def _texts(data: QuestionData, code: str) -> Iterator[str]:
    pairs: tuple[Bilingual, ...] = (data.stem, *data.options, *data.targets, data.feedback, data.source)
    yield from (code, data.law_reference, *data.accepted)
    for pair in pairs:
        yield from (pair.km, pair.en)
