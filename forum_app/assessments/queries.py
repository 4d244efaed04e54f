"""Reads of skill assessment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from forum_app.accounts.models import Account
from forum_app.assessments.models import Criterion, Observation, Practical, Rubric, SignOff
from forum_app.assessments.rules import State
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration import queries as registration_queries
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Place:
    """One officer in the queue of a practical."""

    registration: Registration
    state: State = State.WAITING
    observations: list[Observation] = field(default_factory=list)


def list_rubrics() -> list[Rubric]:
    """Exercises that can be set, by code."""
    return list(db.session.scalars(select(Rubric).where(Rubric.retired.is_(False)).order_by(Rubric.code)))


def find_rubric(code: str) -> Rubric | None:
    """The current version of an exercise, with criteria and levels."""
    query = select(Rubric).where(Rubric.code == code, Rubric.retired.is_(False)).order_by(Rubric.version.desc())
    return db.session.scalar(query.options(selectinload(Rubric.criteria).selectinload(Criterion.levels)).limit(1))


def was_marked(rubric: Rubric) -> bool:
    """True when somebody was assessed by this version."""
    query = select(Observation.id).join(Observation.practical).where(Practical.rubric_id == rubric.id)
    return db.session.scalar(query.limit(1)) is not None


def list_practicals(forum: Forum) -> list[Practical]:
    """Practicals of a forum in order, with their exercise and session."""
    query = (
        select(Practical)
        .where(Practical.forum_id == forum.id)
        .options(selectinload(Practical.rubric), selectinload(Practical.forum_session))
        .order_by(Practical.position, Practical.id)
    )
    return list(db.session.scalars(query))


def criteria_of(practical: Practical) -> list[Criterion]:
    """Criteria with their levels, in order."""
    query = select(Criterion).where(Criterion.rubric_id == practical.rubric_id).options(selectinload(Criterion.levels))
    return list(db.session.scalars(query.order_by(Criterion.position)))


def find_observation(practical: Practical, registration: Registration, assessor: Account) -> Observation | None:
    """What this trainer saw this officer do, with marks."""
    query = select(Observation).where(
        Observation.practical_id == practical.id,
        Observation.registration_id == registration.id,
        Observation.assessor_id == assessor.id,
    )
    return db.session.scalar(query.options(selectinload(Observation.marks)))


def queue_of(practical: Practical, registrations: Iterable[Registration] | None = None) -> list[Place]:
    """Everybody who takes part in a practical, by badge number, with how far they are."""
    people = list(registration_queries.list_participants(practical.forum) if registrations is None else registrations)
    query = (
        select(Observation)
        .where(Observation.practical_id == practical.id)
        .options(selectinload(Observation.assessor))
        .order_by(Observation.started_at)
    )
    by_person: dict[UUID, list[Observation]] = defaultdict(list)
    for observation in db.session.scalars(query):
        by_person[observation.registration_id].append(observation)
    places = [Place(one, _state(by_person[one.id]), by_person[one.id]) for one in people]
    return sorted(places, key=lambda place: (place.registration.badge_number or 9999, place.registration.id))


def _state(observations: Sequence[Observation]) -> State:
    if any(one.signed_off_at for one in observations):
        return State.SIGNED_OFF
    return State.STARTED if observations else State.WAITING


def signed_off(forum: Forum) -> dict[UUID, frozenset[UUID]]:
    """Which practicals each officer has passed and had signed off, by registration.

    The latest sign-off of a practical decides: a second try with another trainer counts, in either direction.
    """
    query = (
        select(Observation.registration_id, Observation.practical_id, Observation.passed)
        .where(Observation.forum_id == forum.id, Observation.signed_off_at.is_not(None))
        .order_by(Observation.signed_off_at, Observation.id)
    )
    latest = {(person, practical): passed for person, practical, passed in db.session.execute(query)}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for (person, practical), passed in latest.items():
        if passed:
            found[person].add(practical)
    return {person: frozenset(practicals) for person, practicals in found.items()}


def count_signed_off(forum: Forum) -> dict[UUID, int]:
    """How many officers are signed off in each practical, whatever the result."""
    query = (
        select(Observation.practical_id, func.count(func.distinct(Observation.registration_id)))
        .where(Observation.forum_id == forum.id, Observation.signed_off_at.is_not(None))
        .group_by(Observation.practical_id)
    )
    return dict(db.session.execute(query).all())


def list_of_officer(registration: Registration) -> list[Observation]:
    """What an officer may read: signed-off observations, with wording, in the order of the programme."""
    query = (
        select(Observation)
        .join(Observation.practical)
        .where(Observation.registration_id == registration.id, Observation.signed_off_at.is_not(None))
        .options(
            selectinload(Observation.marks),
            selectinload(Observation.assessor),
            selectinload(Observation.practical)
            .selectinload(Practical.rubric)
            .selectinload(Rubric.criteria)
            .selectinload(Criterion.levels),
        )
        .order_by(Practical.position, Observation.signed_off_at)
    )
    return list(db.session.scalars(query))


def list_events(observation: Observation) -> list[SignOff]:
    """Sign-offs and reopenings, oldest first."""
    query = select(SignOff).where(SignOff.observation_id == observation.id)
    return list(db.session.scalars(query.order_by(SignOff.at, SignOff.id)))
