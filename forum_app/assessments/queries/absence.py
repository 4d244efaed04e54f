"""Who is recorded as away in the half day of a practical."""

from collections.abc import Iterable
from uuid import UUID

from forum_app.assessments.models import Practical
from forum_app.attendance import queries as attendance
from forum_app.attendance import rules as attendance_rules
from forum_app.registration.models import Registration


def away_from(practical: Practical, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the registrations that somebody has recorded as absent, on leave or called to duty.

    Not being checked in yet is no such record: a trainer may well see somebody whom the desk has not seen.
    """
    if practical.forum_session is None:
        return set()
    slots = attendance.slots_of(practical.forum)
    slot = attendance_rules.half_of(practical.forum_session.starts_at, slots)
    if slot is None:
        return set()
    frame = attendance_rules.Frame(slots=(slot,), sessions=(), at=slot.starts_at)
    facts = attendance.facts_of_slots(practical.forum, slot)
    marks = {key: attendance_rules.half_mark(facts.get(key, ()), slot, frame) for key in ids}
    return {key for key, mark in marks.items() if mark.status in attendance_rules.AWAY}


def is_away(practical: Practical, registration: Registration) -> bool:
    """True when this officer is recorded as away."""
    return registration.id in away_from(practical, [registration.id])
