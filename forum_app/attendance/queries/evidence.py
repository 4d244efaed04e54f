"""Evidence as facts, and what follows from it. The same few queries for 2 people and for 200."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from forum_app.accounts.models import Account, Person
from forum_app.attendance.models import Evidence
from forum_app.attendance.queries.slots import frame_of
from forum_app.attendance.rules import Fact, Presence, Slot, presence
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.registration.models import Registration

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


def facts_of_slots(forum: Forum, slot: Slot) -> dict[UUID, list[Fact]]:
    """Evidence of everybody for one half day."""
    found: dict[UUID, list[Fact]] = defaultdict(list)
    query = select(*_FACT_COLUMNS).where(
        Evidence.forum_id == forum.id, Evidence.day_id == slot.day_id, Evidence.half == slot.half
    )
    for registration_id, *rest in db.session.execute(query):
        found[registration_id].append(_fact(rest))
    return found


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


def get_first(slot_key: str) -> Evidence:
    """The arrival that holds this slot. Raises NoResultFound when nobody does."""
    return db.session.scalars(select(Evidence).where(Evidence.slot_key == slot_key)).one()


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
