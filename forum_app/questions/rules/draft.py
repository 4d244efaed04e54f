"""A question as somebody writes or imports it, before it has a row, and what must be so before it can be kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules.keys import LONGEST_TEXT, fold, read_number
from forum_app.questions.rules.kinds import CHOICE_KINDS, Kind

MOST_OPTIONS = 12
LONGEST_STEM = 2_000
LONGEST_OPTION = 500


class QuestionFault(Refusal):
    """What keeps a question from being kept. `field` names the field of `QuestionData` it is about."""

    text = N_("This question cannot be kept as it is.")
    status = 422
    field = "stem"


class StemMissing(QuestionFault):
    text = N_("Write the question in Khmer or in English.")


class StemTooLong(QuestionFault):
    text = N_("The question is longer than %(most)s characters. Put the case into an exhibit.")


class TooFewOptions(QuestionFault):
    text = N_("Write at least two answers to choose from.")
    field = "options"


class TooManyOptions(QuestionFault):
    text = N_("More than %(most)s answers do not fit on a phone.")
    field = "options"


class OptionTooLong(QuestionFault):
    text = N_("Answer %(number)s is longer than %(most)s characters.")
    field = "options"


class OptionRepeated(QuestionFault):
    text = N_("Answer %(number)s repeats another one.")
    field = "options"


class OptionMissing(QuestionFault):
    text = N_("Answer %(number)s is empty in the language that the others have.")
    field = "options"


class RightMissing(QuestionFault):
    text = N_("Say which answer is right.")
    field = "right"


class OnlyOneRight(QuestionFault):
    text = N_("This kind of question has exactly one right answer.")
    field = "right"


class AllRight(QuestionFault):
    text = N_("If every answer is right, there is nothing to choose.")
    field = "right"


class PairMissing(QuestionFault):
    text = N_("Each item needs its counterpart: pair %(number)s has only one side.")
    field = "targets"


class NumberUnreadable(QuestionFault):
    text = N_("“%(typed)s” is not a number. Write it like 12.5.")
    field = "value"


class AcceptedMissing(QuestionFault):
    text = N_("Write at least one text that counts as right.")
    field = "accepted"


class AcceptedTooLong(QuestionFault):
    text = N_("A text that is typed on a phone has at most %(most)s characters.")
    field = "accepted"


@dataclass(frozen=True, slots=True)
class QuestionData:
    """What a question says. Options carry no keys yet; `right` are their places, counted from 0."""

    kind: str
    stem: Bilingual
    options: Sequence[Bilingual] = ()
    """To choose from, to put in order (in the right order), or the left side of pairs."""
    targets: Sequence[Bilingual] = ()
    """The right side of pairs: the first ones belong to the options in order, further ones mislead."""
    right: Sequence[int] = ()
    value: str = ""
    tolerance: str = ""
    unit: Bilingual = Bilingual()
    accepted: Sequence[str] = ()
    feedback: Bilingual = Bilingual()
    source: Bilingual = Bilingual()
    module: str = ""
    """Code of the module, `DF`."""
    objective: str = ""
    """Code of the objective, `DF-O2`; may be empty."""
    law_reference: str = ""
    difficulty: int = 2
    use: str = "quiz"
    code: str = ""
    """Empty: the bank gives one."""
    exhibit: str = ""
    """Code of the case file it stands under; may be empty."""
    extra: Mapping[str, str] = field(default_factory=dict)


def faults(data: QuestionData) -> list[QuestionFault]:
    """Everything that keeps a question from being kept, in the order of the form; empty when it is sound."""
    return [*_of_stem(data), *_of_options(data), *_of_right(data)]


def _of_stem(data: QuestionData) -> Iterator[QuestionFault]:
    if not (data.stem.km.strip() or data.stem.en.strip()):
        yield StemMissing()
    if max(len(data.stem.km), len(data.stem.en)) > LONGEST_STEM:
        yield StemTooLong(most=LONGEST_STEM)


def _of_options(data: QuestionData) -> Iterator[QuestionFault]:
    if data.kind in {Kind.NUMERIC, Kind.TEXT}:
        return
    if len(data.options) < 2:
        yield TooFewOptions()
    if max(len(data.options), len(data.targets)) > MOST_OPTIONS:
        yield TooManyOptions(most=MOST_OPTIONS)
    for language in ("km", "en"):
        yield from _of_texts([getattr(option, language).strip() for option in data.options])


def _of_texts(texts: Sequence[str]) -> Iterator[QuestionFault]:
    """The options in one language: all written or none, none twice, none too long."""
    seen: set[str] = set()
    for number, text in enumerate(texts, 1):
        if not text and any(texts):
            yield OptionMissing(number=number)
        if len(text) > LONGEST_OPTION:
            yield OptionTooLong(number=number, most=LONGEST_OPTION)
        if text and text.casefold() in seen:
            yield OptionRepeated(number=number)
        seen.add(text.casefold())


def _of_right(data: QuestionData) -> Iterator[QuestionFault]:
    judges: dict[str, Callable[[QuestionData], Iterator[QuestionFault]]] = {
        Kind.NUMERIC: _of_number,
        Kind.TEXT: _of_accepted,
        Kind.MATCHING: _of_pairs,
        Kind.ORDERING: lambda _data: iter(()),  # the order in which they are written is the right one
    }
    yield from judges.get(data.kind, _of_choice)(data)


def _of_number(data: QuestionData) -> Iterator[QuestionFault]:
    typed = [data.value, *([data.tolerance] if data.tolerance.strip() else [])]
    yield from (NumberUnreadable(typed=text) for text in typed if read_number(text) is None)


def _of_accepted(data: QuestionData) -> Iterator[QuestionFault]:
    if not any(fold(text) for text in data.accepted):
        yield AcceptedMissing()
    if any(len(text) > LONGEST_TEXT for text in data.accepted):
        yield AcceptedTooLong(most=LONGEST_TEXT)


def _of_pairs(data: QuestionData) -> Iterator[QuestionFault]:
    """Further targets mislead and need no left side."""
    for place, option in enumerate(data.options):
        target = data.targets[place] if place < len(data.targets) else None
        if not option or not target:
            yield PairMissing(number=place + 1)


def _of_choice(data: QuestionData) -> Iterator[QuestionFault]:
    right = {place for place in data.right if 0 <= place < len(data.options)}
    if not right:
        yield RightMissing()
    elif data.kind in CHOICE_KINDS and len(right) > 1:
        yield OnlyOneRight()
    elif data.kind == Kind.MULTIPLE and len(right) == len(data.options):
        yield AllRight()
