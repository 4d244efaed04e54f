"""What a question must have beyond being sound before somebody is asked to check it."""

from collections.abc import Iterator

from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.questions.rules import refusals
from forum_app.questions.rules.draft import QuestionData, faults
from forum_app.questions.rules.refusals import QuestionFault

LANGUAGE_NAMES = {"km": Bilingual("ភាសាខ្មែរ", "Khmer"), "en": Bilingual("ភាសាអង់គ្លេស", "English")}


def lacks(data: QuestionData) -> list[QuestionFault]:
    """Everything that is missing, in the order of the form; empty when it may be checked."""
    return [*faults(data), *_of_languages(data), *_of_what_stands_beside(data)]


def missing_languages(data: QuestionData) -> list[str]:
    """The languages in which something is not written that stands there in the other one."""
    pairs = (data.stem, *data.options, *data.targets, data.unit, data.feedback, data.source)
    return [lang for lang in LANGUAGES if any(_is_missing(pair, lang) for pair in pairs)]


def _is_missing(pair: Bilingual, lang: str) -> bool:
    return bool(pair) and not getattr(pair, lang).strip()


def _of_languages(data: QuestionData) -> Iterator[QuestionFault]:
    for lang in missing_languages(data):
        yield refusals.LanguageLacking(language=LANGUAGE_NAMES[lang])


def _of_what_stands_beside(data: QuestionData) -> Iterator[QuestionFault]:
    if not data.feedback:
        yield refusals.FeedbackLacking()
    if not data.source:
        yield refusals.SourceLacking()
    if not data.objective:
        yield refusals.ObjectiveLacking()
