"""Words and values of attendance: what is recorded, and what is computed from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from forum_app.kernel.refusal import N_

STATUS_NAMES: dict[str, str] = {
    "came": N_("Came"),
    "late": N_("Late"),
    "absent": N_("Absent"),
    "excused": N_("On leave"),
    "duty": N_("Called to duty"),
    "waiting": N_("Not yet here"),
    "coming": N_("Not yet time"),
}
CODES: dict[str, str] = {
    "came": "P",
    "late": "L",
    "excused": "E",
    "duty": "D",
    "absent": "A",
    "waiting": "-",
    "coming": "",
}
"""Letters of the workbook: present, late, excused, duty, absent. One letter a cell, so that COUNTIF can count."""
SETTABLE = ("came", "late", "absent", "excused", "duty")
HERE = frozenset({"came", "late"})
AWAY = frozenset({"absent", "excused", "duty"})
KINDS = ("in", "out", "mark", "void", "again")
SOURCES = ("scan", "typed", "search", "list", "roll_call", "paper", "quiz", "correction")
SOURCE_NAMES: dict[str, str] = {
    "scan": N_("scanned"),
    "typed": N_("badge typed"),
    "search": N_("found by name"),
    "list": N_("ticked on the list"),
    "roll_call": N_("roll call"),
    "paper": N_("from the signed sheet"),
    "quiz": N_("took a quiz"),
    "correction": N_("correction"),
}
DEFAULT_GRACE_MINUTES = 15
AFTERNOON_OPENS_EARLIER = timedelta(minutes=30)
"""The desk may check in for the afternoon from half an hour before the morning ends."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One half of one day, as instants."""

    day_id: UUID
    day_number: int
    day_on: date
    half: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CountedSession:
    """A session as attendance needs it: planned and real times, and the half day it lies in."""

    id: UUID
    code: str
    day_id: UUID
    half: str
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(
        cls,
        *,
        session_id: UUID,
        code: str,
        slot: Slot,
        planned: tuple[datetime, datetime],
        opened_at: datetime | None,
        closed_at: datetime | None,
    ) -> "CountedSession":
        """Against the real times where they are known; an opening alone moves the planned end with it."""
        starts_at = opened_at or planned[0]
        ends_at = closed_at or planned[1]
        if ends_at <= starts_at:
            ends_at = starts_at + (planned[1] - planned[0])
        return cls(id=session_id, code=code, day_id=slot.day_id, half=slot.half, starts_at=starts_at, ends_at=ends_at)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of evidence."""

    id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    day_id: UUID | None = None
    half: str | None = None
    forum_session_id: UUID | None = None
    status: str | None = None
    voids_id: UUID | None = None
    source: str = "scan"
    device: str = ""
    reason: str = ""

    @property
    def order(self) -> tuple[datetime, str]:
        """Newest statement last; the id decides between two of the same instant."""
        return (self.recorded_at, str(self.id))


@dataclass(frozen=True, slots=True)
class HalfMark:
    """What one half day says about one person."""

    day_number: int
    day_on: date
    half: str
    status: str
    at: datetime | None = None
    is_late: bool = False
    note: str = ""
    device: str = ""

    @property
    def is_here(self) -> bool:
        return self.status in HERE


@dataclass(frozen=True, slots=True)
class SessionMark:
    """What one counted session says about one person."""

    session_id: UUID
    status: str
    minutes: int = 0
    inferred: int = 0
    counted_so_far: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Presence:
    """Everything attendance knows about one registration at one moment."""

    halves: tuple[HalfMark, ...] = ()
    sessions: tuple[SessionMark, ...] = ()
    attended_halves: int = 0
    elapsed_halves: int = 0
    total_halves: int = 0
    minutes: int = 0
    counted_minutes_so_far: int = 0
    counted_minutes_total: int = 0
    inferred_minutes: int = 0

    @property
    def percent(self) -> int:
        """Minutes of those counted so far."""
        return round(100 * self.minutes / self.counted_minutes_so_far) if self.counted_minutes_so_far else 0

    def session(self, session_id: UUID) -> SessionMark:
        """The mark of one session; an empty one for a session that does not count."""
        for mark in self.sessions:
            if mark.session_id == session_id:
                return mark
        return SessionMark(session_id, "coming")

    def half(self, day_number: int, half: str) -> HalfMark:
        """The mark of one half day. Raises KeyError when the forum has no such half day."""
        for mark in self.halves:
            if mark.day_number == day_number and mark.half == half:
                return mark
        raise KeyError((day_number, half))


@dataclass(frozen=True, slots=True)
class CheckInAnswer:
    """What the desk is told: recorded now, or already, since when and at which table."""

    already: bool
    at: datetime
    evidence_id: UUID
    device: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for everybody: the half days, the counted sessions, the grace, the moment."""

    slots: tuple[Slot, ...]
    sessions: tuple[CountedSession, ...]
    at: datetime
    grace: timedelta = timedelta(minutes=DEFAULT_GRACE_MINUTES)
