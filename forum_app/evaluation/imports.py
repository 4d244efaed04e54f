"""Forms as the queue of a phone sends them: JSON that anybody could have written, read with suspicion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from forum_app.evaluation.rules import Unreadable
from forum_app.kernel.khmer.text import canonical

MOST_AT_ONCE = 20
OLDEST = timedelta(days=60)
"""No form waits longer; a larger age is a broken clock."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One form of a phone."""

    op: str
    answers: Mapping[UUID, int | str]
    age: timedelta
    """How long ago it was filled in: a phone's clock may be wrong, the difference of its two times is not."""


def read_forms(message: Any) -> list[Sent]:
    """The forms of one call of the queue (static/js/queue.js). Raises Unreadable."""
    try:
        operations, sent_at = message["operations"], int(message["sent_at"])
        if not 0 < len(operations) <= MOST_AT_ONCE:
            raise Unreadable
        return [_read(one, sent_at) for one in operations]
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable from error


def _read(one: Any, sent_at: int) -> Sent:
    answers = {UUID(str(key)): _value(value) for key, value in one["answers"].items()}
    age = timedelta(milliseconds=max(0, sent_at - int(one["at"])))
    return Sent(str(UUID(str(one["op"]))), answers, min(age, OLDEST))


def _value(value: Any) -> int | str:
    """A face is a number, a sentence is text; what is neither is refused by the service as no face."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    return value if isinstance(value, int) else canonical(value).strip()
