"""The day's feedback: when it is open, what may be shown, and what is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from forum_app.kernel.refusal import N_, Refusal

OPENS = time(14, 0)
CLOSES = time(12, 0)
"""Noon of the next day."""
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


class NotOpen(Refusal):
    text = N_("The feedback of this day is not open now. It opens at 14:00 and closes at noon the next day.")


class AlreadyAnswered(Refusal):
    text = N_("Your feedback of this day is already in. Thank you.")


class NothingSaid(Refusal):
    text = N_("Choose at least one face or write a sentence.")
    status = 422


class NoSuchFace(Refusal):
    text = N_("Choose one of the five faces.")
    status = 422


class TextTooLong(Refusal):
    text = N_("Write at most %(most)s characters.")
    status = 422


@dataclass(frozen=True, slots=True)
class Counted:
    """What came back to one question; `mean` is empty where too few answered."""

    answers: int
    counts: Mapping[int, int] = field(default_factory=dict)
    mean: float | None = None

    @property
    def is_shown(self) -> bool:
        return self.answers >= SMALLEST_GROUP


def open_day(days: Iterable[date], *, local: datetime) -> date | None:
    """The day whose feedback is open: from 14:00 on, until noon of the next day. `local` is forum time."""
    today = local.date()
    wanted = today if local.time() >= OPENS else today - timedelta(days=1)
    is_open = local.time() >= OPENS or local.time() < CLOSES
    return wanted if is_open and wanted in set(days) else None


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


def language_of(text: str) -> str:
    """Which script a free text is mainly in, so that it is shown with the right line height and voice."""
    khmer = sum("\u1780" <= character <= "\u17ff" for character in text)
    return "km" if khmer * 2 >= sum(character.isalpha() for character in text) else "en"


def counted(values: Sequence[int]) -> Counted:
    """Counts per face and the mean; both stay empty while fewer than five people answered."""
    if len(values) < SMALLEST_GROUP:
        return Counted(answers=len(values))
    counts = {face: values.count(face) for face in FACE_NAMES}
    return Counted(answers=len(values), counts=counts, mean=round(sum(values) / len(values), 1))
