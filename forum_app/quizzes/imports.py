"""A message from a phone, bytes to checked taps. It is read whole before anything of it is kept."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from forum_app.kernel.bilingual import LANGUAGES
from forum_app.quizzes.rules.arriving import (
    LONGEST_DEVICE,
    MOST_AT_ONCE,
    MessageUnreadable,
    Tap,
    TooManyAnswers,
    moment_tapped,
)

MOST_BYTES = 256 * 1024
MOST_CHOSEN = 30
LONGEST_CHOSEN = 500
LARGEST_NUMBER = 2**31 - 1
_DEVICE = re.compile(rf"[0-9A-Za-z-]{{1,{LONGEST_DEVICE}}}")


@dataclass(frozen=True, slots=True)
class Message:
    """Answers of one attempt, as they came in one call."""

    attempt_id: UUID
    clock_off_by: timedelta
    """How far the phone's clock is ahead of ours (negative: behind), with the way of the message in it."""
    answers: tuple[Mapping[str, Any], ...]
    sent_at: datetime

    def taps(self, *, started_at: datetime, at: datetime) -> list[Tap]:
        """The answers, with the moments of the phone's clock turned into ours."""
        return [
            Tap(
                question_id=one["question"],
                chosen=one["chosen"],
                language=one["language"],
                sequence=one["sequence"],
                answered_at=moment_tapped(at=at, age=self.sent_at - one["answered_at"], started_at=started_at),
                device=one["device"],
                ms=one["ms"],
            )
            for one in self.answers
        ]


def read_message(body: bytes, *, now: datetime) -> Message:
    """What a phone sent. `now`: wall time, against which the phone's clock is held.

    Raises MessageUnreadable, TooManyAnswers.
    """
    if len(body) > MOST_BYTES:
        raise TooManyAnswers(most=MOST_AT_ONCE)
    try:
        told = json.loads(body)
        answers = _list(told["answers"])
        if len(answers) > MOST_AT_ONCE:
            raise TooManyAnswers(most=MOST_AT_ONCE)
        sent_at = _moment(told["sent_at"])
        return Message(
            attempt_id=UUID(told["attempt"]),
            clock_off_by=sent_at - now,
            answers=tuple(_answer(one) for one in answers),
            sent_at=sent_at,
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise MessageUnreadable from error


def read_attempt(body: bytes) -> UUID:
    """Which attempt a phone hands in. Raises MessageUnreadable."""
    try:
        return UUID(json.loads(body[:MOST_BYTES])["attempt"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MessageUnreadable from error


def _answer(one: Any) -> dict[str, Any]:
    return {
        "question": UUID(one["question"]),
        "chosen": [_text(text) for text in _list(one["chosen"], most=MOST_CHOSEN)],
        "language": _language(one["language"]),
        "device": _device(one["device"]),
        "sequence": _number(one["sequence"], least=1),
        "answered_at": _moment(one["answered_at"]),
        "ms": None if one.get("ms") is None else _number(one["ms"], least=0),
    }


def _list(found: Any, most: int | None = None) -> list[Any]:
    if not isinstance(found, list) or (most is not None and len(found) > most):
        raise TypeError("not a list of a fitting length")
    return found


def _text(found: Any) -> str:
    if not isinstance(found, str) or len(found) > LONGEST_CHOSEN or "\x00" in found:
        raise TypeError("not a fitting text")
    return found


def _language(found: Any) -> str:
    if found not in LANGUAGES:
        raise ValueError("not a language of ours")
    return str(found)


def _number(found: Any, *, least: int) -> int:
    """A whole number; larger ones than the database holds are cut, smaller ones than sensible refused."""
    if isinstance(found, bool) or not isinstance(found, int | float) or found < least:
        raise TypeError("not a fitting number")
    return min(int(found), LARGEST_NUMBER)


def _device(found: Any) -> str:
    if not isinstance(found, str) or not _DEVICE.fullmatch(found):
        raise ValueError("not the name of a device")
    return found


def _moment(found: Any) -> datetime:
    """Milliseconds since 1970, by whatever clock."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TypeError("not a moment")
    return datetime.fromtimestamp(found / 1000, UTC)
