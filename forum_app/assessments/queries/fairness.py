"""Reads of what keeps assessment fair: units, the draw, and which of several views counts."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.accounts.models import Account, Person
from forum_app.assessments import rules
from forum_app.assessments.models import Observation, Practical, SecondDraw, UnitPermission
from forum_app.assessments.queries.observing import list_of_try
from forum_app.assessments.rules import Judged, Verdict
from forum_app.forums.models import Forum
from forum_app.forums.queries import list_staff
from forum_app.kernel.database import db
from forum_app.registration.models import Registration

TEACHING = ("lead_trainer", "trainer")


def is_own_unit(registration: Registration, assessor: Account) -> bool:
    """True when trainer and officer serve in the same unit."""
    unit_id = db.session.scalar(select(Person.unit_id).where(Person.id == assessor.person_id))
    return unit_id is not None and unit_id == registration.unit_id


def may_assess_own_unit(forum_id: UUID, assessor: Account) -> bool:
    """True when the organiser has allowed it with a reason."""
    query = select(UnitPermission.id).where(
        UnitPermission.forum_id == forum_id, UnitPermission.assessor_id == assessor.id
    )
    return db.session.scalar(query) is not None


def is_drawn(practical: Practical, registration: Registration) -> bool:
    """True when a second trainer assesses this officer."""
    query = select(SecondDraw.id).where(
        SecondDraw.practical_id == practical.id, SecondDraw.registration_id == registration.id
    )
    return db.session.scalar(query) is not None


def drawn_of(practical: Practical) -> set[UUID]:
    """Everybody who was drawn for a second trainer."""
    query = select(SecondDraw.registration_id).where(SecondDraw.practical_id == practical.id)
    return set(db.session.scalars(query))


def verdict_of(practical: Practical, registration: Registration, *, attempt: int) -> Verdict:
    """Which signed view of one try counts, or what it still waits for."""
    views = list_of_try(practical, registration, attempt=attempt)
    # A re-sit is seen by one trainer: nobody has to come back for it together.
    return verdict_among(practical, views, is_drawn=attempt == 1 and is_drawn(practical, registration))


def verdict_among(practical: Practical, views: list[Observation], *, is_drawn: bool) -> Verdict:
    """The same for observations that are loaded already, marks included."""
    judged = [Judged(one.id, one.role, bool(one.passed), one.levels) for one in views if one.signed_off_at is not None]
    return rules.verdict(judged, practical.rubric.asked, is_drawn=is_drawn, differ_by=practical.differ_by)


def counting_before(observation: Observation) -> Observation:
    """What counted in the try before this one."""
    query = (
        select(Observation)
        .where(
            Observation.practical_id == observation.practical_id,
            Observation.registration_id == observation.registration_id,
            Observation.attempt == observation.attempt - 1,
            Observation.released_at.is_not(None),
        )
        .options(selectinload(Observation.marks))
        .order_by(Observation.released_at.desc())
    )
    return db.session.scalars(query.limit(1)).one()


def own_unit_among(people: Iterable[Registration], forum_id: UUID, assessor: Account) -> set[UUID]:
    """Those of the officers whom this trainer may not assess, being of the same unit."""
    unit_id = db.session.scalar(select(Person.unit_id).where(Person.id == assessor.person_id))
    if unit_id is None or may_assess_own_unit(forum_id, assessor):
        return set()
    return {one.id for one in people if one.unit_id == unit_id}


def list_trainers(forum: Forum) -> list[Account]:
    """Everybody who teaches in the forum and has an account, by name."""
    people = {member.person_id: member.person for member in list_staff(forum) if member.role in TEACHING}
    query = select(Account).where(Account.person_id.in_(people))
    return sorted(db.session.scalars(query), key=lambda one: people[one.person_id].sort_key)
