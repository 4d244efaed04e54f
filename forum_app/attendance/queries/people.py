"""Who is meant, who is here, who is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from forum_app.accounts.models import Unit
from forum_app.attendance.queries.evidence import facts_of_slots, presences
from forum_app.attendance.queries.slots import slot_of
from forum_app.attendance.rules import (
    CodeNotKnown,
    Frame,
    HalfMark,
    NobodyFound,
    NumberNotKnown,
    Presence,
    Slot,
    presence,
)
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.kernel.identifiers import BADGE_CODE_LENGTH, is_badge_code, tidy_code
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.refusal import Refusal
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration

OFFERED = 20
"""How many names are offered before the desk is asked for more letters."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Who was meant by what the desk typed, how it was found, and what to say when nobody is."""

    people: list[Registration]
    source: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the matrix."""

    registration: Registration
    presence: Presence


@dataclass(frozen=True, slots=True)
class UnitList:
    """One unit of the desk's list, with the mark of each member in one half day."""

    unit: Bilingual
    people: list[tuple[Registration, HalfMark]]

    @property
    def here(self) -> int:
        return sum(mark.is_here for _, mark in self.people)


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


def here_in(forum: Forum, slot: Slot) -> set[UUID]:
    """Registrations that are here in one half day, from that half day's own evidence."""
    frame = Frame(slots=(slot,), sessions=(), at=slot.starts_at)
    found = facts_of_slots(forum, slot)
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


def look_up(forum: Forum, typed: str) -> LookUp:
    """A badge code (typed, or the end of what a scanner read), a badge number, or letters of a name."""
    code, is_scan = _code_in(typed)
    if code and (found := registrations.find_by_badge_code(forum, code)):
        return LookUp([found], "scan" if is_scan else "typed", CodeNotKnown(code=code))
    number = latin_digits(typed).strip().lstrip("#")
    if number.isdecimal() and len(number) <= 3:
        one = registrations.find_by_badge_number(forum, int(number))
        return LookUp([one] if one else [], "typed", NumberNotKnown(number=number))
    if not any(character.isalpha() for character in typed):
        return LookUp([], "typed", CodeNotKnown(code=typed[:20]))
    query = registrations.search(registrations.with_people(forum), typed).limit(OFFERED)
    people = list(db.session.scalars(query))
    return LookUp(people, "search", CodeNotKnown(code=code) if code else NobodyFound())


def _code_in(typed: str) -> tuple[str, bool]:
    """The badge code in what was typed, and whether it came with the address or mark that a printed QR carries."""
    pieces = "".join(c if c.isalnum() or c in "- " else "|" for c in latin_digits(typed)).split("|")
    last = tidy_code(pieces[-1])
    looks_like_one = len(last) == BADGE_CODE_LENGTH and any(c.isdecimal() for c in last)
    return (last if is_badge_code(last) or looks_like_one else ""), len(pieces) > 1


def list_of_ids(forum: Forum, ids: Iterable[UUID]) -> list[Registration]:
    """Registrations of this forum among these ids."""
    return list(db.session.scalars(registrations.with_people(forum).where(Registration.id.in_(list(ids)))))


def list_rows(forum: Forum, *, at: datetime | None = None, order: str = "protocol") -> list[Row]:
    """Everybody approved with marks and minutes, in protocol or dictionary order."""
    people = registrations.list_approved(forum)
    found = presences(forum, at=at)
    ordered = registrations.in_protocol_order(people) if order == "protocol" else people
    return [Row(registration, found[registration.id]) for registration in ordered]


def list_by_unit(forum: Forum, *, slot: Slot, at: datetime) -> list[UnitList]:
    """The desk's list of one half day: units in the organiser's order, names in dictionary order."""
    facts = facts_of_slots(forum, slot)
    frame = Frame(slots=(slot,), sessions=(), at=at)
    groups: dict[UUID | None, list[tuple[Registration, HalfMark]]] = defaultdict(list)
    units: dict[UUID | None, Unit | None] = {}
    for registration in registrations.list_approved(forum):
        mark = presence(facts.get(registration.id, ()), frame).halves[0]
        groups[registration.unit_id].append((registration, mark))
        units[registration.unit_id] = registration.unit
    ordered = sorted(groups, key=lambda key: _unit_order(units[key]))
    return [UnitList(unit.label if (unit := units[key]) else Bilingual(), groups[key]) for key in ordered]


def _unit_order(unit: Unit | None) -> tuple[bool, int, str]:
    return (unit is None, unit.position if unit else 0, unit.code if unit else "")
