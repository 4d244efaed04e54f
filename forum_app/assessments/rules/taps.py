"""Taps of trainers: what an arriving one does to what stands there already.

A tap says what stood on the screen when the finger came down (`seen_id`). Whoever had seen the standing value may
change it; whoever had not, and says something else, does not overwrite it: both stay, and the trainer decides.
So the order in which devices come back from the dark decides only which of two values is asked about.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from forum_app.assessments.rules.refusals import BatchTooLong

MOST_TAPS = 200
CLOCK_TOLERANCE = timedelta(minutes=5)
"""A phone whose clock runs ahead by more is not believed."""


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap as it was sent. `kind` is level, comment or sign."""

    id: UUID
    kind: str
    practical_id: UUID
    registration_id: UUID
    device: str
    sequence: int
    made_at: datetime
    criterion_id: UUID | None = None
    level: int | None = None
    """None of a level tap: not observed."""
    text: str = ""
    language: str = "km"
    seen_id: UUID | None = None
    as_second: bool = False

    @property
    def value(self) -> int | str | None:
        return self.level if self.kind == "level" else self.text

    @property
    def digest(self) -> str:
        """SHA-256 of everything that was sent: the same id with another digest was changed afterwards."""
        whole = [str(getattr(self, name)) for name in self.__slots__]
        return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """The tap whose value counts now."""

    event_id: UUID | None
    device: str
    sequence: int
    value: int | str | None


def settle(standing: Standing | None, tap: Tap) -> str:
    """What becomes of an arriving tap: accepted, agreed, overtaken or conflict."""
    if standing is None:
        return "accepted"
    if tap.device and tap.device == standing.device:
        return "accepted" if tap.sequence > standing.sequence else "overtaken"
    if tap.seen_id is not None and tap.seen_id == standing.event_id:
        return "accepted"
    return "agreed" if tap.value == standing.value else "conflict"


def moment(made_at: datetime, received_at: datetime) -> datetime:
    """When it happened: by the phone's clock, unless that lies in the future."""
    return received_at if made_at > received_at + CLOCK_TOLERANCE else made_at


def require_batch_size(count: int) -> None:
    """Raises BatchTooLong."""
    if count > MOST_TAPS:
        raise BatchTooLong(most=MOST_TAPS)
