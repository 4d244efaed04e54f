"""What a desk may record, and when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from forum_app.attendance.rules.refusals import (
    NOT_EXPECTED,
    DayNotBegun,
    DayOver,
    HalfNotBegun,
    HalfOver,
    NotExpected,
    NotYetTime,
    ReasonMissing,
)
from forum_app.attendance.rules.values import AFTERNOON_OPENS_EARLIER, AWAY, HERE, Fact, Slot


def current_slot(slots: Sequence[Slot], at: datetime) -> Slot | None:
    """The half day a desk works for by the clock: the running or next one of today, else the nearest."""
    for slot in slots:
        if at < slot.ends_at:
            return slot
    return slots[-1] if slots else None


def half_of(starts_at: datetime, slots: Sequence[Slot]) -> Slot | None:
    """The half day a session lies in: the middle of the pause between two halves divides them."""
    if not slots:
        return None
    for slot, following in pairwise(slots):
        if starts_at < slot.ends_at + (following.starts_at - slot.ends_at) / 2:
            return slot
    return slots[-1]


def require_expected(status: str) -> None:
    """Raises NotExpected (or what says it better) unless the registration is approved."""
    if status != "approved":
        raise NOT_EXPECTED.get(status, NotExpected)


def require_open(
    slot: Slot, morning: Slot | None, *, at: datetime, today: date, is_paper: bool, shown_time: str
) -> None:
    """Whether the desk may record an arrival for this half day now.

    Raises DayNotBegun, DayOver, HalfNotBegun or HalfOver. A signed sheet may be entered afterwards.
    """
    if today < slot.day_on:
        raise DayNotBegun
    if is_paper:
        if at < slot.starts_at:
            raise HalfNotBegun(time=shown_time)
        return
    if today > slot.day_on:
        raise DayOver
    if morning is not None and at < morning.ends_at - AFTERNOON_OPENS_EARLIER:
        raise HalfNotBegun(time=shown_time)
    if slot.half == "morning" and at >= slot.ends_at + AFTERNOON_OPENS_EARLIER:
        raise HalfOver


def require_correctable(slot: Slot, status: str, *, reason: str, at: datetime) -> None:
    """Raises ReasonMissing, or NotYetTime when somebody is said to have come to what has not begun."""
    if not reason.strip():
        raise ReasonMissing
    if status in HERE and at < slot.starts_at:
        raise NotYetTime


def generation(facts: Iterable[Fact]) -> int:
    """How often this place was emptied again: a void or a mark of absence lets a new first arrival in."""
    unique = {fact.id: fact for fact in facts}.values()
    return sum(fact.kind == "void" or (fact.kind == "mark" and fact.status in AWAY) for fact in unique)


def is_late(slot: Slot, at: datetime, grace_minutes: int) -> bool:
    """True when an arrival is later than the grace minutes after the beginning."""
    return at > slot.starts_at + timedelta(minutes=grace_minutes)
