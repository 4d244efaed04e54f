"""A question as somebody writes or imports it, before it has a row, and what must be so before it can be kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.khmer.text import canonical
from forum_app.questions.rules import refusals
from forum_app.questions.rules.keys import LONGEST_TEXT, fold, read_number
from forum_app.questions.rules.kinds import CHOICE_KINDS, KIND_NAMES, Kind
from forum_app.questions.rules.life import USE_NAMES
from forum_app.questions.rules.refusals import QuestionFault

MOST_OPTIONS = 12
LONGEST_STEM = 2_000
LONGEST_OPTION = 500
DIFFICULTIES = range(1, 4)
NO_OPTIONS = frozenset({Kind.NUMERIC, Kind.TEXT})
"""Answered by typing."""
_WITHOUT_RIGHT = NO_OPTIONS | {Kind.MATCHING, Kind.ORDERING}


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


def tidied(data: QuestionData) -> QuestionData:
    """The same question in the spelling that is stored: canonical Khmer, Latin digits, no blanks at the ends."""
    return replace(
        data,
        stem=_tidy_lines(data.stem),
        options=tuple(_tidy(option) for option in data.options),
        targets=tuple(_tidy(target) for target in data.targets) if data.kind == Kind.MATCHING else (),
        right=tuple(sorted(set(data.right))) if data.kind not in _WITHOUT_RIGHT else (),
        value=_plain_number(data.value),
        tolerance=_plain_number(data.tolerance),
        unit=_tidy(data.unit),
        accepted=tuple(text for text in map(canonical, data.accepted) if text),
        feedback=_tidy_lines(data.feedback),
        source=_tidy_lines(data.source),
        law_reference=canonical(data.law_reference),
    )


def _tidy(pair: Bilingual) -> Bilingual:
    return Bilingual(canonical(pair.km), canonical(pair.en))


def _tidy_lines(pair: Bilingual) -> Bilingual:
    """Line breaks are the writer's."""
    return Bilingual(*("\n".join(map(canonical, text.strip().splitlines())) for text in (pair.km, pair.en)))


def _plain_number(typed: str) -> str:
    found = read_number(typed)
    return typed.strip() if found is None else format(found, "f")


def faults(data: QuestionData) -> list[QuestionFault]:
    """Everything that keeps a question from being kept, in the order of the form; empty when it is sound."""
    if data.kind not in KIND_NAMES:
        return [refusals.KindUnknown(kind=data.kind)]
    return [*_of_stem(data), *_of_options(data), *_of_right(data), *_of_place(data)]


def _of_stem(data: QuestionData) -> Iterator[QuestionFault]:
    if not (data.stem.km.strip() or data.stem.en.strip()):
        yield refusals.StemMissing()
    if max(len(data.stem.km), len(data.stem.en)) > LONGEST_STEM:
        yield refusals.StemTooLong(most=LONGEST_STEM)


def _of_options(data: QuestionData) -> Iterator[QuestionFault]:
    if data.kind in NO_OPTIONS:
        return
    if sum(map(bool, data.options)) < 2:
        yield refusals.TooFewOptions()
    if max(len(data.options), len(data.targets)) > MOST_OPTIONS:
        yield refusals.TooManyOptions(most=MOST_OPTIONS)
    yield from _of_texts(data.options, refusals.OptionMissing, refusals.OptionTooLong)
    yield from _of_repeats(data.options)
    if data.kind == Kind.MATCHING:
        yield from _of_texts(data.targets, refusals.TargetMissing, refusals.TargetTooLong)


def _of_texts(
    texts: Sequence[Bilingual], missing: type[QuestionFault], too_long: type[QuestionFault]
) -> Iterator[QuestionFault]:
    """Each language is written in all of them or in none, and none is too long."""
    languages = [lang for lang in LANGUAGES if any(getattr(text, lang).strip() for text in texts)]
    for number, text in enumerate(texts, 1):
        if not all(getattr(text, lang).strip() for lang in languages):
            yield missing(number=number)
        if max(len(text.km), len(text.en)) > LONGEST_OPTION:
            yield too_long(number=number, most=LONGEST_OPTION)


def _of_repeats(options: Sequence[Bilingual]) -> Iterator[QuestionFault]:
    seen: set[tuple[str, str]] = set()
    for number, option in enumerate(options, 1):
        texts = {(lang, text) for lang in LANGUAGES if (text := getattr(option, lang).strip().casefold())}
        if texts & seen:
            yield refusals.OptionRepeated(number=number)
        seen |= texts


def _of_right(data: QuestionData) -> Iterator[QuestionFault]:
    judges: dict[str, Callable[[QuestionData], Iterator[QuestionFault]]] = {
        Kind.NUMERIC: _of_number,
        Kind.TEXT: _of_accepted,
        Kind.MATCHING: _of_pairs,
        Kind.ORDERING: lambda _data: iter(()),  # the order in which they are written is the right one
    }
    yield from judges.get(data.kind, _of_choice)(data)


def _of_number(data: QuestionData) -> Iterator[QuestionFault]:
    if read_number(data.value) is None:
        yield refusals.NumberUnreadable(typed=data.value)
    tolerance = read_number(data.tolerance or "0")
    if tolerance is None or tolerance < 0:
        yield refusals.ToleranceNegative()


def _of_accepted(data: QuestionData) -> Iterator[QuestionFault]:
    if not any(fold(text) for text in data.accepted):
        yield refusals.AcceptedMissing()
    if any(len(text) > LONGEST_TEXT for text in data.accepted):
        yield refusals.AcceptedTooLong(most=LONGEST_TEXT)


def _of_pairs(data: QuestionData) -> Iterator[QuestionFault]:
    """Further targets mislead and need no left side."""
    for place, option in enumerate(data.options):
        target = data.targets[place] if place < len(data.targets) else None
        if not option or not target:
            yield refusals.PairMissing(number=place + 1)


def _of_choice(data: QuestionData) -> Iterator[QuestionFault]:
    right = {place for place in data.right if 0 <= place < len(data.options)}
    if not right:
        yield refusals.RightMissing()
    elif data.kind in CHOICE_KINDS and len(right) > 1:
        yield refusals.OnlyOneRight()
    elif data.kind == Kind.MULTIPLE and len(right) == len(data.options):
        yield refusals.AllRight()


def _of_place(data: QuestionData) -> Iterator[QuestionFault]:
    if data.use not in USE_NAMES:
        yield refusals.UseUnknown(use=data.use)
    if data.difficulty not in DIFFICULTIES:
        yield refusals.DifficultyUnknown()
