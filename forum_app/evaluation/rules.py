"""Feedback: when a form is open, what may be shown of it, and what is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_, Refusal

SCOPE_NAMES: dict[str, str] = {
    "session": N_("A session"),
    "day": N_("A day"),
    "forum": N_("The whole forum"),
}
EVALUATED_KINDS = frozenset(
    {"keynote", "presentation", "demonstration", "workshop", "role_play", "panel", "discussion"}
)
"""Kinds of session that somebody gives: a quiz, a meal or a ceremony is not asked about."""

OPENS = time(14, 0)
CLOSES = time(12, 0)
"""Noon of the next day."""
BEFORE_THE_END = timedelta(minutes=10)
"""A session's form opens a little before its end: whoever has to leave can still answer."""
FORUM_STAYS_OPEN = timedelta(days=7)
KEPT_ON_A_PHONE = timedelta(days=7)
"""So long a form that was filled in in time may take to arrive from a phone without a connection."""

SMALLEST_GROUP = 5
"""Below this nothing is shown: in a small group a figure is a person."""
LOWEST, HIGHEST = 1, 5
FACE_NAMES: dict[int, str] = {
    1: N_("Not at all"),
    2: N_("A little"),
    3: N_("Partly"),
    4: N_("Mostly"),
    5: N_("Fully"),
}
LONGEST_TEXT = 1000
MOST_QUESTIONS = 6
"""Twenty seconds are enough for so many (features.md E1)."""
MOST_SLIPS = 2000


class NotOpen(Refusal):
    text = N_("This feedback form is not open now. The page says when each form opens.")


class AlreadyAnswered(Refusal):
    text = N_("Your feedback on this is already in. Thank you.")


class NothingSaid(Refusal):
    text = N_("Choose at least one face or write a sentence.")
    status = 422


class NoSuchFace(Refusal):
    text = N_("Choose one of the five faces.")
    status = 422


class TextTooLong(Refusal):
    text = N_("Write at most %(most)s characters.")
    status = 422


class Unreadable(Refusal):
    text = N_("This form could not be read. Open the page again and send it once more.")
    status = 422


class MoreFacesThanSlips(Refusal):
    text = N_("The question “%(question)s” has %(faces)s faces, but there are only %(slips)s slips. Count again.")
    status = 422


class TooManySlips(Refusal):
    text = N_("Type at most %(most)s slips for one form.")
    status = 422


class TypedMeanwhile(Refusal):
    text = N_("Somebody else has typed slips of this form meanwhile. Look at what stands here now, then add yours.")
    status = 409


class TooManyQuestions(Refusal):
    text = N_("A form of twenty seconds has at most %(most)s questions. Take one out first.")
    status = 422


class QuestionNotYours(Refusal):
    text = N_("This question is no longer asked. Open the list again.")
    status = 409


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a form takes answers."""

    opens: datetime
    closes: datetime

    def is_open(self, at: datetime) -> bool:
        """True at this moment."""
        return self.opens <= at < self.closes

    def takes(self, at: datetime, *, filled_in: datetime | None) -> bool:
        """True when a form that arrives now counts.

        What the phone says about when it was filled in is believed if that lies in the window and not too far back:
        nobody wins anything by a false hour, and an honest officer without a connection loses nothing.
        """
        if self.is_open(at):
            return True
        return filled_in is not None and self.is_open(filled_in) and at < self.closes + KEPT_ON_A_PHONE


def window_of_day(day_on: date, zone: tzinfo) -> Window:
    """From 14:00 until noon of the next day, on the clocks of the forum's place."""
    return Window(datetime.combine(day_on, OPENS, zone), datetime.combine(day_on + timedelta(days=1), CLOSES, zone))


def window_of_session(ends_at: datetime, zone: tzinfo) -> Window:
    """From ten minutes before the end until noon of the next day."""
    next_day = ends_at.astimezone(zone).date() + timedelta(days=1)
    return Window(ends_at - BEFORE_THE_END, datetime.combine(next_day, CLOSES, zone))


def window_of_forum(last_day: date, zone: tzinfo) -> Window:
    """From 14:00 of the last day, for a week."""
    return Window(datetime.combine(last_day, OPENS, zone), datetime.combine(last_day + FORUM_STAYS_OPEN, CLOSES, zone))


@dataclass(frozen=True, slots=True)
class Counted:
    """What came back to one question; `mean` is empty where too few answered."""

    answers: int
    counts: Mapping[int, int] = field(default_factory=dict)
    mean: float | None = None

    @property
    def is_shown(self) -> bool:
        return may_be_shown(self.answers)


def may_be_shown(people: int) -> bool:
    """True when a group is large enough that its figures speak about nobody in particular."""
    return people >= SMALLEST_GROUP


def counted(counts: Mapping[int, int]) -> Counted:
    """Counts per face and the mean; both stay empty while fewer than five people answered."""
    answers = sum(counts.values())
    if not may_be_shown(answers):
        return Counted(answers=answers)
    total = sum(face * count for face, count in counts.items())
    return Counted(answers, {face: counts.get(face, 0) for face in FACE_NAMES}, round(total / answers, 1))


def require_face(value: int) -> int:
    """Raises NoSuchFace."""
    if not LOWEST <= value <= HIGHEST:
        raise NoSuchFace
    return value


def require_text(value: str) -> str:
    """The tidied text. Raises TextTooLong."""
    if len(value) > LONGEST_TEXT:
        raise TextTooLong(most=LONGEST_TEXT)
    return value.strip()


def require_slips(slips: int, faces: Sequence[tuple[Bilingual, Sequence[int]]]) -> None:
    """`faces` holds each question with its five counts. Raises TooManySlips, MoreFacesThanSlips."""
    if slips > MOST_SLIPS:
        raise TooManySlips(most=MOST_SLIPS)
    for question, counts in faces:
        if sum(counts) > slips:
            raise MoreFacesThanSlips(question=question, faces=sum(counts), slips=slips)


def language_of(text: str) -> str:
    """Which script a free text is mainly in, so that it is shown with the right line height and voice."""
    khmer = sum("\u1780" <= character <= "\u17ff" for character in text)
    return "km" if khmer * 2 >= sum(character.isalpha() for character in text) else "en"


_CONTACTS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|[+(]?[\d០-៩](?:[\s().-]?[\d០-៩]){5,}")


def without_contacts(text: str) -> str:
    """A comment without telephone numbers, badge-like numbers and addresses, which would name somebody."""
    return _CONTACTS.sub("…", text)
