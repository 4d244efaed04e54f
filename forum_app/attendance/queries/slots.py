"""Half days and counted sessions of a forum."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from forum_app.attendance.queries.settings import settings_of
from forum_app.attendance.rules import CountedSession, Frame, Slot, current_slot, half_of
from forum_app.forums import queries as forums
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.programme.models import ForumSession


def slots_of(forum: Forum, days: Sequence[ForumDay] | None = None) -> tuple[Slot, ...]:
    """The half days of a forum in order of time."""
    zone = ZoneInfo(forum.timezone)
    return tuple(slot for day in days or forums.list_days(forum) for slot in _slots_of_day(day, zone))


def _slots_of_day(day: ForumDay, zone: ZoneInfo) -> tuple[Slot, Slot]:
    def instant(clock_time: time) -> datetime:
        return datetime.combine(day.day_on, clock_time, zone)

    def slot(half: str, starts: time, ends: time) -> Slot:
        return Slot(
            day_id=day.id,
            day_number=day.number,
            day_on=day.day_on,
            half=half,
            starts_at=instant(starts),
            ends_at=instant(ends),
        )

    return (
        slot("morning", day.morning_starts, day.morning_ends),
        slot("afternoon", day.afternoon_starts, day.afternoon_ends),
    )


def slot_of(forum: Forum, day: ForumDay, half: str) -> Slot:
    """One half day. Raises KeyError for a half that is none."""
    for slot in _slots_of_day(day, ZoneInfo(forum.timezone)):
        if slot.half == half:
            return slot
    raise KeyError(half)


def find_day(forum: Forum, number: int) -> ForumDay | None:
    """The day with this number."""
    return db.session.scalar(select(ForumDay).where(ForumDay.forum_id == forum.id, ForumDay.number == number))


def slot_by_clock(forum: Forum, at: datetime) -> Slot | None:
    """The half day the desk works for now."""
    return current_slot(slots_of(forum), at)


def frame_of(forum: Forum, *, at: datetime | None = None) -> Frame:
    """What is the same for everybody in the forum."""
    slots = slots_of(forum)
    return Frame(
        slots=slots,
        sessions=tuple(_counted(forum, slots)),
        at=at or clock.now(),
        grace=timedelta(minutes=settings_of(forum).grace_minutes),
    )


def _counted(forum: Forum, slots: Sequence[Slot]) -> Iterable[CountedSession]:
    by_day = {slot.day_id: [s for s in slots if s.day_id == slot.day_id] for slot in slots}
    query = (
        select(
            ForumSession.id,
            ForumSession.code,
            ForumSession.day_id,
            ForumSession.starts_at,
            ForumSession.ends_at,
            ForumSession.opened_at,
            ForumSession.closed_at,
        )
        .where(ForumSession.forum_id == forum.id, ForumSession.cancelled_at.is_(None), ForumSession.counts)
        .order_by(ForumSession.starts_at, ForumSession.code)
    )
    for row in db.session.execute(query):
        slot = half_of(row.starts_at, by_day.get(row.day_id, []))
        if slot is not None:
            yield CountedSession.of(
                session_id=row.id,
                code=row.code,
                slot=slot,
                planned=(row.starts_at, row.ends_at),
                opened_at=row.opened_at,
                closed_at=row.closed_at,
            )
