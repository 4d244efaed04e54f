"""Reads for the lead trainer: what waits for a confirmation or a decision, agreement, appeals, and who may assess."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.accounts.models import Account
from forum_app.assessments import rules
from forum_app.assessments.models import Appeal, Observation, Practical, Qualification, SignOff, UnitPermission
from forum_app.assessments.queries.fairness import drawn_of, list_trainers, verdict_among
from forum_app.assessments.rules import Agreement, Verdict
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Case:
    """One officer in one try: every trainer's view, and what it comes to."""

    registration: Registration
    views: list[Observation]
    verdict: Verdict

    def view(self, role: str) -> Observation | None:
        """The signed view of this part."""
        return next((one for one in self.views if one.role == role and one.signed_off_at is not None), None)

    @property
    def counting(self) -> Observation | None:
        return next((one for one in self.views if one.id == self.verdict.counts), None)


def list_cases(practical: Practical) -> list[Case]:
    """Everybody somebody has signed off, in the running try, by badge number."""
    query = (
        select(Observation)
        .where(Observation.practical_id == practical.id)
        .options(
            selectinload(Observation.marks),
            selectinload(Observation.assessor),
            selectinload(Observation.registration).selectinload(Registration.person),
        )
        .order_by(Observation.attempt, Observation.started_at)
    )
    tries: dict[UUID, list[Observation]] = defaultdict(list)
    for one in db.session.scalars(query):
        if tries[one.registration_id] and tries[one.registration_id][0].attempt < one.attempt:
            tries[one.registration_id] = []
        tries[one.registration_id].append(one)
    drawn = drawn_of(practical)
    cases = [
        Case(
            views[0].registration,
            views,
            verdict_among(practical, views, is_drawn=views[0].attempt == 1 and views[0].registration_id in drawn),
        )
        for views in tries.values()
        if any(one.signed_off_at for one in views)
    ]
    return sorted(cases, key=lambda case: (case.registration.badge_number or 9999, case.registration.id))


def agreement_of(practical: Practical) -> list[Agreement]:
    """Agreement of the first and the second trainer, criterion by criterion, over all first tries."""
    query = (
        select(Observation)
        .where(
            Observation.practical_id == practical.id,
            Observation.attempt == 1,
            Observation.signed_off_at.is_not(None),
            Observation.role.in_(("first", "second")),
        )
        .options(selectinload(Observation.marks))
    )
    views: dict[UUID, dict[str, Observation]] = defaultdict(dict)
    for one in db.session.scalars(query):
        views[one.registration_id][one.role] = one
    pairs = [(both["first"].levels, both["second"].levels) for both in views.values() if len(both) == 2]
    return rules.agreement(pairs, practical.rubric.asked)


def list_appeals(forum: Forum) -> list[Appeal]:
    """Appeals of a forum, open ones first, then the newest."""
    query = (
        select(Appeal)
        .where(Appeal.forum_id == forum.id)
        .options(
            selectinload(Appeal.observation).selectinload(Observation.registration).selectinload(Registration.person),
            selectinload(Appeal.observation).selectinload(Observation.practical).selectinload(Practical.rubric),
        )
    )
    return sorted(db.session.scalars(query), key=lambda one: (one.decided_at is not None, -one.made_at.timestamp()))


def appeals_of(registration: Registration) -> dict[UUID, Appeal]:
    """An officer's own appeals, by observation."""
    query = select(Appeal).join(Appeal.observation).where(Observation.registration_id == registration.id)
    return {one.observation_id: one for one in db.session.scalars(query)}


@dataclass(frozen=True, slots=True)
class Assessor:
    """A trainer with what is on record."""

    account: Account
    qualifications: list[Qualification] = field(default_factory=list)
    permission: UnitPermission | None = None


def list_assessors(forum: Forum) -> list[Assessor]:
    """Everybody who teaches, with qualifications (the one that holds longest first) and permissions."""
    accounts = list_trainers(forum)
    people = [one.person_id for one in accounts]
    held: dict[UUID, list[Qualification]] = defaultdict(list)
    query = select(Qualification).where(Qualification.person_id.in_(people)).order_by(Qualification.recorded_at.desc())
    for one in db.session.scalars(query):
        held[one.person_id].append(one)
    allowed = {
        one.assessor_id: one
        for one in db.session.scalars(select(UnitPermission).where(UnitPermission.forum_id == forum.id))
    }
    return [Assessor(one, held[one.person_id], allowed.get(one.id)) for one in accounts]


def resits_of(registration: Registration) -> dict[UUID, str]:
    """What to practise until an open re-sit, by the observation that was not passed."""
    query = (
        select(SignOff.observation_id, SignOff.reason)
        .join(Observation, Observation.id == SignOff.observation_id)
        .where(SignOff.kind == "resit", Observation.registration_id == registration.id)
    )
    return dict(db.session.execute(query).all())


def list_signed(practical: Practical) -> list[Observation]:
    """Every signed view of a practical, by badge, try and part."""
    query = (
        select(Observation)
        .where(Observation.practical_id == practical.id, Observation.signed_off_at.is_not(None))
        .options(
            selectinload(Observation.marks),
            selectinload(Observation.assessor),
            selectinload(Observation.registration).selectinload(Registration.person),
        )
    )
    found = list(db.session.scalars(query))
    return sorted(found, key=lambda one: (one.registration.badge_number or 9999, one.attempt, one.started_at))
