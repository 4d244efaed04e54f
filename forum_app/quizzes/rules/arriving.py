"""Answers as they reach the server: late, twice, out of order, from two phones.

Of two taps of one device the one it counted higher wins, whichever arrives first; between two devices of an attempt
the one that arrives later. In time and late are two races: an answer that came late never replaces one in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_, Refusal
from forum_app.quizzes.rules.settings import PREPOST

MOST_AT_ONCE = 200
"""Answers in one message (security.md, offline sync)."""
LONGEST_DEVICE = 40
CLOCK_TOLERANCE = timedelta(minutes=5)
"""A phone's clock that is further off than this is spoken of."""
GIVES_FEEDBACK = frozenset({"immediate", "mastery"})
"""Behaviours in which the server judges each answer; its first arrival is then the one that counts."""


class AttemptNotYours(Refusal):
    text = N_("These answers belong to an attempt of somebody else. Sign in with the name under which it was begun.")
    status = 404


class AnsweredInTheRoom(Refusal):
    text = N_("This quiz is answered together in the room. Join it with the code on the projector.")


class QuestionNotAsked(Refusal):
    text = N_("This question is not part of your quiz, so its answer was not kept.")
    status = 422


class NumberTaken(Refusal):
    """Two taps of one device carry one number: its storage was put back to an older state."""

    text = N_("Another answer of this phone carries the same number. The phone sends it once more with a new one.")


class TooManyAnswers(Refusal):
    text = N_("This message holds more than %(most)s answers. Nothing of it was kept; send them in smaller parts.")
    status = 413


class MessageUnreadable(Refusal):
    text = N_("This message could not be read. Nothing of it was kept; the answers are still on the phone.")
    status = 400


class ResultsAreOut(Refusal):
    text = N_("The results are released. Answers that arrive now are no longer kept.")


class AlreadyAnswered(Refusal):
    text = N_("This question has been answered and judged. Its first answer counts.")


@dataclass(frozen=True, slots=True)
class Tap:
    """One choice for one question, as a device sent it."""

    question_id: UUID
    chosen: Sequence[str]
    language: str
    sequence: int
    """Counted by the device from 1; 0: the server counts (a page without script)."""
    answered_at: datetime
    device: str = ""
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the server says at once where the quiz gives feedback with each answer.

    Until it is final it holds nothing that tells the right answer.
    """

    is_right: bool
    is_final: bool
    """False while a question of a mastery quiz comes again."""
    chosen: Sequence[str]
    """The answer that was judged: the first one, or the newest try of a mastery quiz."""
    tries: int = 1
    right: Sequence[str] = ()
    right_words: Sequence[Bilingual] = ()
    feedback: Bilingual = Bilingual()
    source: Bilingual = Bilingual()


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of one tap."""

    tap: Tap
    refusal: Refusal | None = None
    is_late: bool = False
    holds: Sequence[str] = ()
    """What the server holds for the question now: another device of the same person may have answered later."""
    is_own: bool = True
    """False when it holds what another device said."""
    verdict: Verdict | None = None


def moment_tapped(*, at: datetime, age: timedelta, started_at: datetime) -> datetime:
    """When something was tapped that the phone says is so old: its clock may be wrong, but it counts evenly."""
    return max(started_at, at - max(timedelta(), age)) if at > started_at else at


def clock_is_off(*, by: timedelta) -> bool:
    """True when a phone's clock is so wrong that its owner should hear that it changes nothing."""
    return abs(by) > CLOCK_TOLERANCE


def is_judged(behaviour: str, purpose: str) -> bool:
    """True when the server says of each answer whether it is right. Never in a check that will be asked again."""
    return behaviour in GIVES_FEEDBACK and purpose not in PREPOST


def wins(sequence: int, *, highest: int, is_held: bool, is_fixed: bool) -> bool:
    """True when a new tap becomes the answer that counts.

    `highest`: the highest number that its device sent for this question before; `is_fixed`: the first answer counts.
    """
    return not is_held if is_fixed else sequence > highest


def may_be_withdrawn(kind: str) -> bool:
    """True for kinds whose answer can be taken back by clearing it."""
    return kind in {"multiple", "matching", "numeric", "text"}
