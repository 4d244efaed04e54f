"""What a desk and an organiser do: check in, take back, correct, and set how the forum counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from forum_app.attendance import queries, rules
from forum_app.attendance.models import AllowanceRate, AttendanceSettings, Evidence
from forum_app.attendance.rules import CheckInAnswer, Slot
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel import audit, clock, operations
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.registration.models import Registration


def check_in(
    registration: Registration,
    *,
    day: ForumDay,
    half: str,
    source: str,
    actor: HasId | None,
    at: datetime,
    device: str = "",
) -> CheckInAnswer:
    """Record that somebody came to a half day. Twice answers `already` with the first time and keeps one first row.

    A signed sheet (source `paper`) gives no hour: it counts from the beginning of the half day.
    Raises NotExpected, DayNotBegun, DayOver, HalfNotBegun or HalfOver.
    """
    with transaction() as session:
        rules.require_expected(registration.status)
        forum = registration.forum
        slot = queries.slot_of(forum, day, half)
        _require_open(forum, day, slot, at=at, is_paper=source == "paper")
        facts = queries.facts_of_slot(registration.id, slot)
        row = _row(registration, slot, kind="in", source=source, actor=actor, at=at, device=device)
        row["at"] = slot.starts_at if source == "paper" else at
        row["slot_key"] = f"{registration.id}/{day.id}/{half}/{rules.generation(facts)}"
        if _insert_first(session, row):
            audit.record("attendance.check_in", registration, actor=actor, day=day.number, half=half, source=source)
            return _answer(forum, slot, row, already=False)
        first = queries.get_first(row["slot_key"])
        row |= {"id": uuid7(), "kind": "again", "slot_key": None}
        session.add(Evidence(**row))
        return CheckInAnswer(already=True, at=first.at, evidence_id=row["id"], device=first.device)


def _require_open(forum: Forum, day: ForumDay, slot: Slot, *, at: datetime, is_paper: bool) -> None:
    morning = queries.slot_of(forum, day, "morning") if slot.half == "afternoon" else None
    opens = morning.ends_at - rules.AFTERNOON_OPENS_EARLIER if morning else slot.starts_at
    rules.require_open(
        slot,
        morning,
        at=at,
        today=clock.local_day(at),
        is_paper=is_paper,
        shown_time=clock.local(opens).strftime("%H:%M"),
    )


def _row(
    registration: Registration,
    slot: Slot,
    *,
    kind: str,
    source: str,
    actor: HasId | None,
    at: datetime,
    device: str = "",
    **more: Any,
) -> dict[str, Any]:
    pending = operations.pending()
    return {
        "id": uuid7(),
        "registration_id": registration.id,
        "forum_id": registration.forum_id,
        "day_id": slot.day_id,
        "half": slot.half,
        "kind": kind,
        "at": at,
        "recorded_at": at,
        "source": source,
        "device": device,
        "actor_id": actor.id if actor else None,
        "op_id": pending.id if pending else None,
        "reason": "",
        **more,
    }


def _insert_first(session: Session, row: dict[str, Any]) -> bool:
    """True when this row is the first arrival of its slot: the database decides between desks."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(Evidence).values(**row).on_conflict_do_nothing(index_elements=["slot_key"])
    return session.scalar(statement.returning(Evidence.id)) is not None


def _answer(forum: Forum, slot: Slot, row: dict[str, Any], *, already: bool) -> CheckInAnswer:
    late = rules.is_late(slot, row["at"], queries.settings_of(forum).grace_minutes)
    return CheckInAnswer(already=already, at=row["at"], evidence_id=row["id"], device=row["device"], is_late=late)


def check_in_many(
    people: Sequence[Registration],
    *,
    day: ForumDay,
    half: str,
    source: str,
    actor: HasId | None,
    at: datetime,
    device: str = "",
) -> list[CheckInAnswer]:
    """Record everybody ticked on a list, all or nobody. Raises NobodyTicked, and what `check_in` raises."""
    if not people:
        raise rules.NobodyTicked
    with transaction():
        return [
            check_in(person, day=day, half=half, source=source, actor=actor, at=at, device=device) for person in people
        ]


def undo_check_in(registration: Registration, *, day: ForumDay, half: str, actor: HasId | None, at: datetime) -> None:
    """Take the arrival of a half day back, on that day. Raises NothingToUndo, or DayOver: then a correction is owed."""
    with transaction() as session:
        slot = queries.slot_of(registration.forum, day, half)
        if clock.local_day(at) > day.day_on:
            raise rules.DayOver
        arrivals = [fact for fact in rules.live(queries.facts_of_slot(registration.id, slot)) if fact.kind == "in"]
        if not arrivals:
            raise rules.NothingToUndo
        for fact in arrivals:
            row = _row(registration, slot, kind="void", source=fact.source, actor=actor, at=at, voids_id=fact.id)
            session.add(Evidence(**row))
        audit.record("attendance.undo", registration, actor=actor, day=day.number, half=half)


def correct(
    registration: Registration,
    *,
    day: ForumDay,
    half: str,
    status: str,
    reason: str,
    actor: HasId | None,
    at: datetime,
) -> None:
    """State what is true of a half day, with the reason; what was recorded stays. Raises ReasonMissing, NotYetTime."""
    with transaction() as session:
        slot = queries.slot_of(registration.forum, day, half)
        rules.require_correctable(slot, status, reason=reason, at=at)
        source = "correction"
        row = _row(registration, slot, kind="mark", source=source, actor=actor, at=at, status=status, reason=reason)
        session.add(Evidence(**row))
        audit.record("attendance.correct", registration, actor=actor, day=day.number, half=half, status=status)


@dataclass(frozen=True, slots=True)
class SheetData:
    """What an organiser sets about the sign-in sheet."""

    columns: tuple[rules.SheetColumn, ...]
    landscape: bool
    order: str
    kingdom: bool
    lunar: bool
    signer_post: Bilingual
    signer_name: Bilingual


def change_sheet(forum: Forum, data: SheetData, *, actor: HasId | None) -> None:
    """Keep the columns and the look of the sign-in sheet."""
    with transaction() as session:
        row = _settings(session, forum)
        row.sheet_columns = [column.as_dict() for column in data.columns]
        row.sheet_landscape, row.sheet_order = data.landscape, data.order
        row.sheet_kingdom, row.sheet_lunar = data.kingdom, data.lunar
        row.signer_post, row.signer_name = data.signer_post, data.signer_name
        session.add(row)
        audit.record("attendance.change_sheet", forum, actor=actor)


def note_printed_sheet(forum: Forum, day: ForumDay, *, actor: HasId) -> None:
    """A list of names left the installation on paper; the set-up counts it as done."""
    with transaction():
        audit.record("attendance.print_sheet", forum, actor=actor, day=day.number)


def change_counting(
    forum: Forum,
    *,
    grace_minutes: int,
    currency: str,
    rate: int,
    rates: Iterable[tuple[UUID, int]],
    actor: HasId | None,
) -> None:
    """Keep the grace minutes and the allowance of a day, in general and by rank."""
    with transaction() as session:
        row = _settings(session, forum)
        row.grace_minutes, row.currency, row.rate = grace_minutes, currency, rate
        session.add(row)
        session.execute(delete(AllowanceRate).where(AllowanceRate.forum_id == forum.id))
        session.add_all(AllowanceRate(forum_id=forum.id, rank_id=rank_id, amount=amount) for rank_id, amount in rates)
        audit.record("attendance.change_counting", forum, actor=actor, grace=grace_minutes, rate=rate)


def _settings(session: Session, forum: Forum) -> AttendanceSettings:
    row = queries.settings_of(forum)
    session.add(row)
    return row
