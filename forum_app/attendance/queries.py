"""Reads of attendance. Whatever the number of people: days, settings, sessions, people, evidence, one query each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from forum_app.accounts.models import Account, Person, Unit
from forum_app.attendance.models import AllowanceRate, AttendanceSettings, Evidence
from forum_app.attendance.rules import CountedSession, Fact, Frame, Presence, Slot, current_slot, half_of, presence
from forum_app.forums import queries as forums
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.programme.models import ForumSession
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One unit on the board."""

    unit: Bilingual
    registered: int
    here: int
    missing: int


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Who is here of those expected, in one half day."""

    total: int
    here: int
    missing: int
    by_unit: list[UnitCount]


_FACT_COLUMNS = (
    Evidence.registration_id,
    Evidence.id,
    Evidence.kind,
    Evidence.at,
    Evidence.recorded_at,
    Evidence.day_id,
    Evidence.half,
    Evidence.forum_session_id,
    Evidence.status,
    Evidence.voids_id,
    Evidence.source,
    Evidence.device,
    Evidence.reason,
)


def settings_of(forum: Forum) -> AttendanceSettings:
    """The forum's settings; an unsaved row with the defaults where nobody has changed them yet."""
    found = db.session.scalar(select(AttendanceSettings).where(AttendanceSettings.forum_id == forum.id))
    return found or default_settings(forum)


def default_settings(forum: Forum) -> AttendanceSettings:
    """The defaults as a row that belongs to no session."""
    return AttendanceSettings(
        forum_id=forum.id,
        grace_minutes=15,
        sheet_columns=None,
        sheet_landscape=True,
        sheet_order="dictionary",
        sheet_kingdom=False,
        sheet_lunar=True,
        signer_post=Bilingual(),
        signer_name=Bilingual(),
        currency="KHR",
        rate=0,
    )


def rates_of(forum: Forum) -> dict[UUID, int]:
    """Allowance of a day by rank, where a rank has its own."""
    query = select(AllowanceRate.rank_id, AllowanceRate.amount).where(AllowanceRate.forum_id == forum.id)
    return dict(db.session.execute(query).all())


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


def facts_of_forum(forum: Forum) -> dict[UUID, list[Fact]]:
    """All evidence by registration."""
    found: dict[UUID, list[Fact]] = defaultdict(list)
    query = select(*_FACT_COLUMNS).where(Evidence.forum_id == forum.id).order_by(Evidence.recorded_at, Evidence.id)
    for registration_id, *rest in db.session.execute(query):
        found[registration_id].append(_fact(rest))
    return found


def facts_of(registration: Registration) -> list[Fact]:
    """All evidence of one registration."""
    query = select(*_FACT_COLUMNS).where(Evidence.registration_id == registration.id)
    return [_fact(rest) for _, *rest in db.session.execute(query.order_by(Evidence.recorded_at, Evidence.id))]


def _fact(columns: Sequence[Any]) -> Fact:
    """The columns stand in the order of the dataclass."""
    return Fact(*columns)


def facts_of_slot(registration_id: UUID, slot: Slot) -> list[Fact]:
    """Evidence of one person for one half day."""
    query = select(*_FACT_COLUMNS).where(
        Evidence.registration_id == registration_id, Evidence.day_id == slot.day_id, Evidence.half == slot.half
    )
    return [_fact(rest) for _, *rest in db.session.execute(query)]


def presence_of(registration: Registration, *, at: datetime | None = None) -> Presence:
    """Marks and minutes of one person, now or at another moment."""
    return presence(facts_of(registration), frame_of(registration.forum, at=at))


def presences(forum: Forum, *, at: datetime | None = None) -> dict[UUID, Presence]:
    """Marks and minutes of everybody approved; the same few queries for 2 people and for 200."""
    frame = frame_of(forum, at=at)
    facts = facts_of_forum(forum)
    ids = select(Registration.id).where(Registration.forum_id == forum.id, Registration.status == "approved")
    return {found: presence(facts.get(found, ()), frame) for found in db.session.scalars(ids)}


def here_in(forum: Forum, slot: Slot) -> set[UUID]:
    """Registrations that are here in one half day, from that half day's own evidence."""
    query = select(*_FACT_COLUMNS).where(
        Evidence.forum_id == forum.id, Evidence.day_id == slot.day_id, Evidence.half == slot.half
    )
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for registration_id, *rest in db.session.execute(query):
        found[registration_id].append(_fact(rest))
    frame = Frame(slots=(slot,), sessions=(), at=slot.starts_at)
    return {key for key, facts in found.items() if presence(facts, frame).attended_halves}


def day_counts(forum: Forum, *, day: ForumDay, half: str) -> DayCounts:
    """Registered, here and missing, in all and by unit. Four queries."""
    here = here_in(forum, slot_of(forum, day, half))
    query = select(Registration.id, Registration.unit_id).where(
        Registration.forum_id == forum.id, Registration.status == "approved"
    )
    by_unit: dict[UUID | None, list[UUID]] = defaultdict(list)
    for registration_id, unit_id in db.session.execute(query):
        by_unit[unit_id].append(registration_id)
    units = db.session.scalars(select(Unit).where(Unit.id.in_([key for key in by_unit if key])))
    named = sorted(units, key=lambda unit: (unit.position, unit.code))
    rows = [_unit_count(unit.label, by_unit[unit.id], here) for unit in named]
    if by_unit.get(None):
        rows.append(_unit_count(Bilingual(), by_unit[None], here))
    total, present = sum(row.registered for row in rows), sum(row.here for row in rows)
    return DayCounts(total=total, here=present, missing=total - present, by_unit=rows)


def _unit_count(unit: Bilingual, members: list[UUID], here: set[UUID]) -> UnitCount:
    present = sum(member in here for member in members)
    return UnitCount(unit=unit, registered=len(members), here=present, missing=len(members) - present)


def count_here(forum: Forum, day: ForumDay, half: str) -> int:
    """How many are here in this half day."""
    return day_counts(forum, day=day, half=half).here


def list_missing(forum: Forum, *, day: ForumDay, half: str) -> list[Registration]:
    """Who is expected and not here, in dictionary order. On leave and on duty are not here either."""
    here = here_in(forum, slot_of(forum, day, half))
    return [registration for registration in registrations.list_approved(forum) if registration.id not in here]


def list_evidence(registration: Registration) -> list[Evidence]:
    """Every row about one person, oldest first."""
    query = select(Evidence).where(Evidence.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(Evidence.recorded_at, Evidence.id)))


def list_corrections(forum: Forum) -> list[Evidence]:
    """Marks and voids of the whole forum, oldest first."""
    query = select(Evidence).where(Evidence.forum_id == forum.id, Evidence.kind.in_(("mark", "void")))
    return list(db.session.scalars(query.order_by(Evidence.recorded_at, Evidence.id)))


def list_latest(forum: Forum, *, slot: Slot, limit: int = 5) -> list[tuple[Evidence, Registration]]:
    """The newest arrivals of a half day that still stand, for the desk to look at and to take back."""
    voided = select(Evidence.voids_id).where(Evidence.voids_id.is_not(None))
    query = (
        select(Evidence, Registration)
        .join(Registration, Registration.id == Evidence.registration_id)
        .join(Registration.person)
        .options(contains_eager(Registration.person))
        .where(
            Evidence.forum_id == forum.id,
            Evidence.day_id == slot.day_id,
            Evidence.half == slot.half,
            Evidence.kind == "in",
            Evidence.id.not_in(voided),
        )
        .order_by(Evidence.recorded_at.desc(), Evidence.id.desc())
        .limit(limit)
    )
    return list(db.session.execute(query))


def names_of_accounts(ids: Iterable[UUID | None]) -> dict[UUID, Bilingual]:
    """Who acted, by account id."""
    wanted = {found for found in ids if found is not None}
    if not wanted:
        return {}
    query = select(Account.id, Person).join(Person, Person.id == Account.person_id).where(Account.id.in_(wanted))
    return {account_id: person.name for account_id, person in db.session.execute(query)}


def count_evidence(forum: Forum) -> int:
    """Rows of evidence of a forum."""
    return db.session.scalar(select(func.count()).where(Evidence.forum_id == forum.id)) or 0
