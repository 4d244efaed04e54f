"""What a quiz tells about its questions: how hard, how well worded in each language, how steady the whole.

Pure: attempts in, figures out. The formulas and their sources stand in kernel/statistics.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from uuid import UUID

from forum_app.kernel.statistics import intervals, items
from forum_app.kernel.statistics.intervals import Interval
from forum_app.questions.rules.keys import FULL
from forum_app.quizzes.rules.scoring import may_be_shown

MOST_TO_EXPLAIN = 3
"""What can be said again in the last five minutes of a session."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one person answered to one question; nothing chosen is an open question."""

    chosen: tuple[str, ...] = ()
    points: int = 0
    language: str = ""
    ms: int | None = None

    @property
    def share(self) -> float:
        return self.points / FULL

    @property
    def is_right(self) -> bool:
        return self.points == FULL


@dataclass(frozen=True, slots=True)
class Taken:
    """One attempt that counts: everything it asked with what was answered."""

    registration_id: UUID
    given: Mapping[UUID, Given]

    def rest(self, question: UUID) -> float:
        """The mean share in all other questions: who they are apart from this one."""
        others = [one.share for key, one in self.given.items() if key != question]
        return fmean(others) if others else 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """How many chose an option, and the mean share they had in the other questions."""

    key: str
    people: int
    rest: float | None
    """None below five people."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The same question as it was read in two languages; (right, people) each."""

    km: tuple[int, int]
    en: tuple[int, int]
    gap: Interval | None = None
    """Khmer less English; None where one of the groups is too small."""
    elsewhere: float = 0.0
    """The same difference in the other questions: what the two groups differ by anyway."""

    @property
    def is_alarm(self) -> bool:
        """True when the difference is neither chance nor explained by who reads which language."""
        return self.gap is not None and not self.gap.contains(0) and not self.gap.contains(self.elsewhere)

    @property
    def worse(self) -> str:
        """The language whose wording has to be read."""
        return "km" if self.gap is not None and self.gap.value < self.elsewhere else "en"


@dataclass(frozen=True, slots=True)
class Item:
    """All figures of one question."""

    question_id: UUID
    people: int
    right: int
    share: Interval
    """Of those who were asked: wholly right."""
    mean: float
    """The mean share of the points; the same as `share` where nothing is partly right."""
    fit: Interval | None
    """Discrimination: the correlation with the other questions."""
    options: tuple[Option, ...]
    unanswered: int
    languages: Languages
    seconds: float | None
    timed: int = 0
    """How many times are known."""

    @property
    def is_shown(self) -> bool:
        return may_be_shown(self.people)

    @property
    def is_odd(self) -> bool:
        """True when those who know the rest answer this one wrongly, and more than by chance: its key may be wrong."""
        return self.fit is not None and self.fit.high < 0

    def leading_wrong(self, right: Collection[str]) -> Option | None:
        """The wrong option that most people chose, if it was more than one person."""
        wrong = [option for option in self.options if option.key not in right and option.people > 1]
        return max(wrong, key=lambda option: option.people, default=None)


@dataclass(frozen=True, slots=True)
class Analysis:
    """All figures of one quiz."""

    people: int
    items: tuple[Item, ...] = field(default=())
    alpha: float | None = None
    is_kr20: bool = False
    has_same_questions: bool = True
    """False where each person got their own questions: then there is no reliability of the whole."""

    @property
    def is_shown(self) -> bool:
        return may_be_shown(self.people)

    @property
    def is_reliable(self) -> bool:
        """True when something may be said about one person, and not only about the hall."""
        return self.alpha is not None and self.alpha >= items.RELIABLE_FROM

    @property
    def is_steady(self) -> bool:
        """True when enough people took it for a reliability to mean something."""
        return self.people >= items.STEADY_FROM

    @property
    def alarms(self) -> list[Item]:
        """Questions whose wording in one language has to be read."""
        return [item for item in self.items if item.is_shown and item.languages.is_alarm]

    def to_explain(self, below: int) -> list[Item]:
        """The questions to say again, least known first, of those under so many percent."""
        weak = [item for item in self.items if item.is_shown and item.mean * 100 < below]
        return sorted(weak, key=lambda item: item.mean)[:MOST_TO_EXPLAIN]


def analyse(taken: Sequence[Taken], options: Mapping[UUID, Sequence[str]]) -> Analysis:
    """Figures of the questions in `options` (question to its option keys, in the order of the quiz)."""
    found = [_item(question, keys, taken) for question, keys in options.items()]
    asked = {frozenset(attempt.given) for attempt in taken}
    same = len(asked) == 1
    scores = [[attempt.given[key].share for key in options if key in attempt.given] for attempt in taken]
    return Analysis(
        people=len(taken),
        items=tuple(item for item in found if item is not None),
        alpha=items.alpha(scores) if same else None,
        is_kr20=same and items.is_right_or_wrong(scores),
        has_same_questions=same or not taken,
    )


def _item(question: UUID, keys: Sequence[str], taken: Sequence[Taken]) -> Item | None:
    asked = [attempt for attempt in taken if question in attempt.given]
    if not asked:
        return None
    given = [attempt.given[question] for attempt in asked]
    rest = [attempt.rest(question) for attempt in asked]
    right = sum(one.is_right for one in given)
    times = [one.ms for one in given if one.ms is not None]
    return Item(
        question_id=question,
        people=len(asked),
        right=right,
        share=intervals.share(right, len(asked)),
        mean=items.facility([one.share for one in given]),
        fit=items.discrimination([one.share for one in given], rest),
        options=_options(keys, given, rest),
        unanswered=sum(not one.chosen for one in given),
        languages=_languages(given, rest),
        seconds=items.typical_seconds(times) if may_be_shown(len(times)) else None,
        timed=len(times),
    )


def _options(keys: Sequence[str], given: Sequence[Given], rest: Sequence[float]) -> tuple[Option, ...]:
    """Options with who chose them; of several chosen at once each counts."""
    chosen = [(key, value) for one, value in zip(given, rest, strict=True) for key in one.chosen if key in keys]
    counts = Counter(key for key, _ in chosen)
    means = items.means_by_choice([value for _, value in chosen], [key for key, _ in chosen])
    return tuple(Option(key, counts[key], means[key] if may_be_shown(counts[key]) else None) for key in keys)


def _languages(given: Sequence[Given], rest: Sequence[float]) -> Languages:
    """Both languages among those who answered."""
    answered = [(one, value) for one, value in zip(given, rest, strict=True) if one.chosen]
    groups = {lang: [pair for pair in answered if pair[0].language == lang] for lang in ("km", "en")}
    km, en = ((sum(one.is_right for one, _ in group), len(group)) for group in groups.values())
    if not (may_be_shown(km[1]) and may_be_shown(en[1])):
        return Languages(km, en)
    elsewhere = fmean(value for _, value in groups["km"]) - fmean(value for _, value in groups["en"])
    return Languages(km, en, intervals.difference(km, en), elsewhere)
