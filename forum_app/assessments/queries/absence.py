"""Who is away in the half day of a practical, and who came late to a session."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from forum_app.assessments.models import Practical
from forum_app.attendance import queries as attendance
from forum_app.attendance import rules as attendance_rules
from forum_app.programme.models import ForumSession
from forum_app.registration import queries as registrations
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


def late_arrivals(forum_session: ForumSession) -> list[tuple[Registration, datetime]]:
    """Participants who came after the session began, with when, the newest first: their group may be on its way."""
    forum = forum_session.forum
    slot = attendance_rules.half_of(forum_session.starts_at, attendance.slots_of(forum))
    facts = attendance.facts_of_slots(forum, slot) if slot else {}
    arrivals = {key: attendance_rules.arrival(mine) for key, mine in facts.items()}
    late = {key: one.at for key, one in arrivals.items() if one is not None and one.at > forum_session.starts_at}
    found = [(one, late[one.id]) for one in registrations.list_participants(forum) if one.id in late]
    return sorted(found, key=lambda pair: pair[1], reverse=True)
