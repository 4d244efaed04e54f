"""When two questions are the same one."""

from dataclasses import replace

from forum_app.kernel.khmer.text import search_key
from forum_app.questions.rules.draft import QuestionData


def fingerprint(data: QuestionData) -> str:
    """Equal for the same words of a question and of its answers, however they were typed."""
    words = [data.stem, *data.options]
    return "|".join(search_key(text) for pair in words for text in (pair.km, pair.en))


def says_the_same(data: QuestionData, other: QuestionData) -> bool:
    """True when two tidy questions differ in nothing but their codes."""
    return replace(data, code="", extra={}) == replace(other, code="", extra={})
