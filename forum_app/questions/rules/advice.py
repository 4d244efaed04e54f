"""What a writer is told while writing: nothing of it is refused, all of it gives the right answer away or misleads.

Why: T. M. Haladyna, S. M. Downing and M. C. Rodriguez, "A Review of Multiple-Choice Item-Writing Guidelines for
Classroom Assessment", Applied Measurement in Education 15 (2002), rules on length, position, negative wording and
"all of the above".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules.complete import LANGUAGE_NAMES, missing_languages
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.kinds import CHOICE_KINDS, Kind

MOST_LONGEST = 0.4
"""In more of a module's questions than this the right option may not be the longest one."""
MOST_ALIKE = 0.6
"""Nor may one position, or one truth value, be right in more of them than this."""
NEGATIVE = {
    "km": re.compile("លើកលែង|មិនមែន|មិនត្រឹមត្រូវ|មិនគួរ|មួយណាមិន|អ្វីមិន|ណាខុស|អ្វីខុស"),
    "en": re.compile(r"\b(not|never|except|incorrect|cannot|isn't|doesn't|don't|shouldn't)\b", re.IGNORECASE),
}
CATCH_ALL = {
    "km": re.compile("ទាំងអស់ខាងលើ|ខាងលើទាំងអស់|ចម្លើយទាំងអស់|ទាំងអស់នេះ|គ្មានចម្លើយ|គ្មានមួយណា|គ្មានខាងលើ|ទាំង[កខគឃ] ?និង ?[កខគឃ]"),
    "en": re.compile(
        r"\b(all|none|any|both) of (the|these|them)\b|\b[A-D] and [A-D]\b|\b(all|none) (above|apply)\b", re.IGNORECASE
    ),
}


class Advice(Refusal):
    """Something a writer should look at. It keeps nothing from being saved; it has the shape of a refusal."""

    text = N_("Look at this once more.")


class RightIsLongest(Advice):
    text = N_("In %(language)s the right answer is the longest one. Officers notice that.")


class LongestTooOften(Advice):
    text = N_("In %(language)s the right answer is the longest one in %(many)s of %(total)s questions of this module.")


class PlaceTooOften(Advice):
    text = N_("Answer %(place)s is right in %(many)s of %(total)s questions of this module. Move the right answer.")


class TrueTooOften(Advice):
    text = N_("The answer “true” is right in %(many)s of %(total)s true-or-false questions of this module.")


class FalseTooOften(Advice):
    text = N_("The answer “false” is right in %(many)s of %(total)s true-or-false questions of this module.")


class SomethingMissing(Advice):
    text = N_("Not everything is written in %(language)s yet.")


class NegativeWording(Advice):
    text = N_("The question in %(language)s asks for what is not so. Ask for what is so, or stress the word “not”.")


class CatchAll(Advice):
    text = N_("Answer %(number)s in %(language)s speaks about the other answers, but those are shuffled.")


def advice(data: QuestionData, others: Sequence[QuestionData] = ()) -> list[Advice]:
    """What is worth a second look in this question, and in the module with it. `others` are the module's in use."""
    alike = [other for other in [*others, data] if is_choice(other)]
    return [
        *(SomethingMissing(language=LANGUAGE_NAMES[lang]) for lang in missing_languages(data)),
        *_of_length(data, alike),
        *_of_places(data, alike),
        *_of_words(data),
    ]


def is_choice(data: QuestionData) -> bool:
    """True when exactly one of its options is right, so that its place and its length can tell."""
    return data.kind in CHOICE_KINDS and len(data.right) == 1 and data.right[0] < len(data.options)


def right_is_longest(data: QuestionData, lang: str) -> bool:
    """True when the one right option is longer than every other one in this language."""
    lengths = [len(getattr(option, lang)) for option in data.options]
    right = lengths.pop(data.right[0])
    return right > max(lengths, default=right)


def too_often(keys: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """(place, how often, of how many) of what is right too often. Two of three is as even as three can be."""
    for right, many in Counter(keys).items():
        if len(keys) > 1 and many > max(MOST_ALIKE * len(keys), (len(keys) + 1) // 2):
            yield right, many, len(keys)


def _of_length(data: QuestionData, alike: Sequence[QuestionData]) -> Iterator[Advice]:
    if not is_choice(data) or data.kind == Kind.TRUE_FALSE:
        return
    for lang in LANGUAGES:
        if not right_is_longest(data, lang):
            continue
        name = LANGUAGE_NAMES[lang]
        many = sum(right_is_longest(other, lang) for other in alike)
        is_often = len(alike) > 1 and many > MOST_LONGEST * len(alike)
        yield LongestTooOften(language=name, many=many, total=len(alike)) if is_often else RightIsLongest(language=name)


def _of_places(data: QuestionData, alike: Sequence[QuestionData]) -> Iterator[Advice]:
    """Only about the place that is right in this very question."""
    if not is_choice(data):
        return
    is_true_false = data.kind == Kind.TRUE_FALSE
    keys = [other.right[0] for other in alike if (other.kind == Kind.TRUE_FALSE) == is_true_false]
    for place, many, total in too_often(keys):
        if place != data.right[0]:
            continue
        if is_true_false:
            yield (FalseTooOften if place else TrueTooOften)(many=many, total=total)
        else:
            yield PlaceTooOften(place=place + 1, many=many, total=total)


def _of_words(data: QuestionData) -> Iterator[Advice]:
    if data.kind == Kind.TRUE_FALSE:  # a false statement may well say "not"
        return
    for lang, name in LANGUAGE_NAMES.items():
        if NEGATIVE[lang].search(getattr(data.stem, lang)):
            yield NegativeWording(language=name)
        for number, option in enumerate(data.options, 1):
            if CATCH_ALL[lang].search(getattr(option, lang)):
                yield CatchAll(language=name, number=number)
