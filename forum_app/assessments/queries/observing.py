"""Reads of what trainers saw."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.accounts.models import Account
from forum_app.assessments.models import Criterion, ExhibitPhoto, MarkingEvent, Observation, Practical, Rubric, SignOff
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


def attempt_of(practical: Practical, registration: Registration) -> int:
    """Which try is running: 1, and one more for each re-sit that was opened."""
    query = (
        select(func.count())
        .select_from(SignOff)
        .join(Observation, Observation.id == SignOff.observation_id)
        .where(
            SignOff.kind == "resit",
            Observation.practical_id == practical.id,
            Observation.registration_id == registration.id,
        )
    )
    return 1 + (db.session.scalar(query) or 0)


def find_observation(practical: Practical, registration: Registration, assessor: Account) -> Observation | None:
    """What this trainer saw this officer do in the newest try that the trainer saw, with marks."""
    query = select(Observation).where(
        Observation.practical_id == practical.id,
        Observation.registration_id == registration.id,
        Observation.assessor_id == assessor.id,
    )
    return db.session.scalar(
        query.options(selectinload(Observation.marks)).order_by(Observation.attempt.desc()).limit(1)
    )


def roles_of_others(practical: Practical, registration: Registration, than: Account, *, attempt: int) -> set[str]:
    """Which parts other trainers have taken with this officer in this try: first, second, third."""
    query = select(Observation.role).where(
        Observation.practical_id == practical.id,
        Observation.registration_id == registration.id,
        Observation.attempt == attempt,
        Observation.assessor_id != than.id,
    )
    return set(db.session.scalars(query))


def list_of_try(practical: Practical, registration: Registration, *, attempt: int) -> list[Observation]:
    """Everything that trainers saw of this officer in one try, with marks."""
    query = select(Observation).where(
        Observation.practical_id == practical.id,
        Observation.registration_id == registration.id,
        Observation.attempt == attempt,
    )
    return list(db.session.scalars(query.options(selectinload(Observation.marks)).order_by(Observation.started_at)))


def list_conflicts(observation: Observation) -> list[MarkingEvent]:
    """Taps of another device that say something else and are not decided yet, oldest first."""
    settled = select(MarkingEvent.settles_id).where(
        MarkingEvent.observation_id == observation.id, MarkingEvent.settles_id.is_not(None)
    )
    query = select(MarkingEvent).where(
        MarkingEvent.observation_id == observation.id,
        MarkingEvent.outcome == "conflict",
        MarkingEvent.id.not_in(settled),
    )
    return list(db.session.scalars(query.order_by(MarkingEvent.received_at, MarkingEvent.id)))


def list_marking_events(ids: Iterable[UUID]) -> dict[UUID, MarkingEvent]:
    """Taps that arrived before, by id."""
    query = select(MarkingEvent).where(MarkingEvent.id.in_(list(ids)))
    found = db.session.scalars(query.options(selectinload(MarkingEvent.observation)))
    return {event.id: event for event in found}


def list_photos(observation: Observation) -> list[ExhibitPhoto]:
    """Photos of the exhibit form, oldest first."""
    query = select(ExhibitPhoto).where(ExhibitPhoto.observation_id == observation.id)
    return list(db.session.scalars(query.options(selectinload(ExhibitPhoto.file)).order_by(ExhibitPhoto.id)))


def list_conflicts_of(practical: Practical, assessor: Account) -> list[MarkingEvent]:
    """What this trainer still has to decide in a practical, oldest first."""
    settled = select(MarkingEvent.settles_id).where(MarkingEvent.settles_id.is_not(None))
    query = (
        select(MarkingEvent)
        .join(MarkingEvent.observation)
        .where(
            Observation.practical_id == practical.id,
            Observation.assessor_id == assessor.id,
            MarkingEvent.outcome == "conflict",
            MarkingEvent.id.not_in(settled),
        )
        .options(contains_eager(MarkingEvent.observation))
    )
    return list(db.session.scalars(query.order_by(MarkingEvent.received_at, MarkingEvent.id)))


def list_registrations(forum: Forum, ids: Iterable[UUID]) -> dict[UUID, Registration]:
    """Those of this forum among the ids, by id."""
    return {one.id: one for one in registration_queries.list_by_id(forum, ids)}


def list_own_observations(practical: Practical, assessor: Account) -> dict[UUID, Observation]:
    """Everything this trainer marked in a practical, by registration; of several tries the newest."""
    query = (
        select(Observation)
        .where(Observation.practical_id == practical.id, Observation.assessor_id == assessor.id)
        .options(selectinload(Observation.marks))
        .order_by(Observation.attempt)
    )
    return {one.registration_id: one for one in db.session.scalars(query)}


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
    latest = max((one.attempt for one in observations), default=1)
    if any(one.signed_off_at and one.role != "second" and one.attempt == latest for one in observations):
        return State.SIGNED_OFF
    return State.STARTED if observations else State.WAITING


def signed_off(forum: Forum) -> dict[UUID, frozenset[UUID]]:
    """Which practicals each officer has passed and had signed off, by registration.

    Only what was released counts, and of several the newest: a re-sit or a decision after two trainers differed
    stands instead of what came before, in either direction.
    """
    query = (
        select(Observation.registration_id, Observation.practical_id, Observation.passed)
        .where(Observation.forum_id == forum.id, Observation.released_at.is_not(None))
        .order_by(Observation.attempt, Observation.released_at, Observation.id)
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
        .where(Observation.forum_id == forum.id, Observation.signed_off_at.is_not(None), Observation.role != "second")
        .group_by(Observation.practical_id)
    )
    return dict(db.session.execute(query).all())


def list_of_officer(registration: Registration) -> list[Observation]:
    """What an officer may read: what counts of each practical, with wording, in the order of the programme."""
    query = (
        select(Observation)
        .join(Observation.practical)
        .where(Observation.registration_id == registration.id, Observation.released_at.is_not(None))
        .options(
            selectinload(Observation.marks),
            selectinload(Observation.assessor),
            selectinload(Observation.practical)
            .selectinload(Practical.rubric)
            .selectinload(Rubric.criteria)
            .selectinload(Criterion.levels),
        )
        .order_by(Practical.position, Observation.attempt, Observation.released_at)
    )
    newest = {one.practical_id: one for one in db.session.scalars(query)}
    return list(newest.values())


def list_events(observation: Observation) -> list[SignOff]:
    """Sign-offs and reopenings, oldest first."""
    query = select(SignOff).where(SignOff.observation_id == observation.id)
    return list(db.session.scalars(query.order_by(SignOff.at, SignOff.id)))


def find_photo(practical: Practical, photo_id: UUID) -> ExhibitPhoto | None:
    """A photo of this practical."""
    query = (
        select(ExhibitPhoto)
        .join(ExhibitPhoto.observation)
        .where(ExhibitPhoto.id == photo_id, Observation.practical_id == practical.id)
        .options(contains_eager(ExhibitPhoto.observation))
    )
    return db.session.scalar(query)
