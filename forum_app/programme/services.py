"""The verbs of the programme."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from forum_app.course.models import Module
from forum_app.forums.models import Forum, ForumDay
from forum_app.forums.queries import list_days
from forum_app.kernel import audit, clock
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.programme import queries, rules
from forum_app.programme.imports.templates import ProgrammeTemplate, SessionRow
from forum_app.programme.models import ForumSession, Group, Room


@dataclass(frozen=True, slots=True)
class SessionData:
    """What an organiser says about a session. Times are local to the forum."""

    day: ForumDay
    start: time
    end: time
    kind: str
    title: Bilingual
    description: Bilingual = Bilingual()
    speakers: Bilingual = Bilingual()
    room_id: UUID | None = None
    module_id: UUID | None = None
    spoken_language: str = "km"
    interpretation: bool = False
    counts: bool = True
    code: str = ""


def instant(forum: Forum, day_on: date, at: time) -> datetime:
    """A local time of the forum as an instant in UTC."""
    return datetime.combine(day_on, at, ZoneInfo(forum.timezone)).astimezone(UTC)


def add_session(forum: Forum, data: SessionData, *, actor: HasId | None) -> ForumSession:
    """A new entry of the programme. Raises EndsBeforeItBegins, RoomTaken, CodeTaken."""
    with transaction() as session:
        code = data.code or rules.next_code(data.day.number, _used_codes(forum))
        if queries.find_session(forum, code) is not None:
            raise rules.CodeTaken(code=code)
        forum_session = ForumSession(forum_id=forum.id, code=code)
        _write(forum, forum_session, data)
        session.add(forum_session)
        session.flush()
        audit.record("programme.add_session", forum_session, actor=actor)
        return forum_session


def change_session(forum_session: ForumSession, data: SessionData, *, actor: HasId) -> ForumSession:
    """Change what and when a session is. Raises EndsBeforeItBegins, RoomTaken."""
    with transaction():
        _write(forum_session.forum, forum_session, data)
        audit.record("programme.change_session", forum_session, actor=actor)
        return forum_session


def _write(forum: Forum, forum_session: ForumSession, data: SessionData) -> None:
    starts_at, ends_at = instant(forum, data.day.day_on, data.start), instant(forum, data.day.day_on, data.end)
    rules.require_order(starts_at, ends_at)
    if data.room_id is not None:
        _require_free_room(forum, data.room_id, starts_at, ends_at, but=forum_session)
    forum_session.day_id = data.day.id
    forum_session.starts_at, forum_session.ends_at = starts_at, ends_at
    for name in ("kind", "title", "description", "speakers", "room_id", "module_id"):
        setattr(forum_session, name, getattr(data, name))
    for name in ("spoken_language", "interpretation", "counts"):
        setattr(forum_session, name, getattr(data, name))


def _require_free_room(
    forum: Forum, room_id: UUID, starts_at: datetime, ends_at: datetime, *, but: ForumSession
) -> None:
    query = select(ForumSession).where(
        ForumSession.forum_id == forum.id,
        ForumSession.room_id == room_id,
        ForumSession.cancelled_at.is_(None),
        ForumSession.starts_at < ends_at,
        ForumSession.ends_at > starts_at,
    )
    with db.session.no_autoflush:
        taken = [other for other in db.session.scalars(query) if other.id != but.id]
    if taken:
        zone = ZoneInfo(forum.timezone)
        start, end = clock.local(taken[0].starts_at, zone), clock.local(taken[0].ends_at, zone)
        raise rules.RoomTaken(start=f"{start:%H:%M}", end=f"{end:%H:%M}", code=taken[0].code, title=taken[0].title)


def _used_codes(forum: Forum) -> set[str]:
    return set(db.session.scalars(select(ForumSession.code).where(ForumSession.forum_id == forum.id)))


def cancel_session(forum_session: ForumSession, *, actor: HasId, at: datetime) -> None:
    """It will not take place; what hangs on it stays."""
    with transaction():
        if forum_session.cancelled_at is None:
            forum_session.cancelled_at = at
            audit.record("programme.cancel_session", forum_session, actor=actor)


def restore_session(forum_session: ForumSession, *, actor: HasId) -> None:
    """It takes place after all. Raises RoomTaken."""
    with transaction():
        if forum_session.room_id is not None:
            times = forum_session.starts_at, forum_session.ends_at
            _require_free_room(forum_session.forum, forum_session.room_id, *times, but=forum_session)
        forum_session.cancelled_at = None
        audit.record("programme.restore_session", forum_session, actor=actor)


def open_session(forum_session: ForumSession, *, actor: HasId, at: datetime) -> None:
    """It really begins now; minutes are counted from here."""
    with transaction():
        if forum_session.opened_at is None:
            forum_session.opened_at = at
            audit.record("programme.open_session", forum_session, actor=actor)


def close_session(forum_session: ForumSession, *, actor: HasId, at: datetime) -> None:
    """It really ends now."""
    with transaction():
        if forum_session.opened_at is not None and forum_session.closed_at is None:
            forum_session.closed_at = at
            audit.record("programme.close_session", forum_session, actor=actor)


def add_room(forum: Forum, *, code: str, name: Bilingual, capacity: int | None = None, actor: HasId | None) -> Room:
    """A room of the venue. Raises RoomCodeTaken."""
    with transaction() as session:
        rooms = queries.list_rooms(forum)
        if any(room.code == code for room in rooms):
            raise rules.RoomCodeTaken(code=code)
        room = Room(forum_id=forum.id, code=code, name=name, capacity=capacity, position=len(rooms))
        session.add(room)
        session.flush()
        audit.record("programme.add_room", room, actor=actor)
        return room


def add_group(forum: Forum, *, name: Bilingual, actor: HasId | None) -> Group:
    """A further group of officers."""
    with transaction() as session:
        number = len(queries.list_groups(forum)) + 1
        group = Group(forum_id=forum.id, number=number, name=name)
        session.add(group)
        session.flush()
        audit.record("programme.add_group", group, actor=actor)
        return group


def move_forum(forum: Forum, *, starts_on: date, actor: HasId) -> None:
    """Move a whole forum to another first day; every day and session moves with it."""
    with transaction():
        by = starts_on - forum.starts_on
        days = list_days(forum)
        # The unique (forum, day) must hold at every step: move the far end first.
        for day in reversed(days) if by > timedelta() else days:
            day.day_on += by
            db.session.flush()
        forum.starts_on, forum.ends_on = forum.starts_on + by, forum.ends_on + by
        for forum_session in db.session.scalars(select(ForumSession).where(ForumSession.forum_id == forum.id)):
            forum_session.starts_at += by
            forum_session.ends_at += by
        audit.record("programme.move_forum", forum, actor=actor, days=by.days)


def fill_from_template(forum: Forum, template: ProgrammeTemplate, *, actor: HasId | None) -> int:
    """Give an empty programme the rooms, groups, half days and sessions of a template. Returns how many.

    Raises ProgrammeNotEmpty, TemplateHasMoreDays and whatever `add_session` refuses.
    """
    with transaction():
        days = {day.number: day for day in list_days(forum)}
        if _used_codes(forum):
            raise rules.ProgrammeNotEmpty
        if template.days > len(days):
            raise rules.TemplateHasMoreDays(template=template.days, forum=len(days))
        for number, halves in template.halves.items():
            for name, value in halves.items():
                if number in days:
                    setattr(days[number], name, value)
        for group in template.groups:
            add_group(forum, name=Bilingual.of(group["name"]), actor=actor)
        _add_rows(forum, template.sessions, _rooms_of(forum, template.rooms, actor=actor), actor=actor)
        return len(template.sessions)


def fill_from_rows(forum: Forum, rows: list[SessionRow], *, actor: HasId) -> int:
    """Add the sessions of a workbook; rooms it names are made. All of them or none. Returns how many.

    Raises OutsideTheForum and whatever `add_session` refuses.
    """
    with transaction():
        names = dict.fromkeys(row.room for row in rows if row.room)
        rooms = [{"code": name, "name": {"km": name, "en": name}} for name in names]
        _add_rows(forum, rows, _rooms_of(forum, rooms, actor=actor), actor=actor)
        return len(rows)


def _add_rows(forum: Forum, rows: list[SessionRow], rooms: dict[str, UUID], *, actor: HasId | None) -> None:
    days = {day.number: day for day in list_days(forum)}
    modules = {module.code: module.id for module in db.session.scalars(select(Module))}
    for row in rows:
        if row.day not in days:
            raise rules.OutsideTheForum(day=row.day)
        add_session(forum, _data_of(row, days[row.day], rooms, modules), actor=actor)


def _rooms_of(forum: Forum, wanted: list[dict[str, Any]], *, actor: HasId | None) -> dict[str, UUID]:
    known = {room.code: room.id for room in queries.list_rooms(forum)}
    for room in wanted:
        if room["code"] not in known:
            name, capacity = Bilingual.of(room["name"]), room.get("capacity")
            known[room["code"]] = add_room(forum, code=room["code"], name=name, capacity=capacity, actor=actor).id
    return known


def _data_of(row: SessionRow, day: ForumDay, rooms: dict[str, UUID], modules: dict[str, UUID]) -> SessionData:
    return SessionData(
        day=day,
        start=row.start,
        end=row.end,
        kind=row.kind,
        title=row.title,
        speakers=row.speakers,
        room_id=rooms.get(row.room),
        module_id=modules.get(row.module),
        spoken_language=row.spoken_language,
        interpretation=row.interpretation,
        counts=row.counts,
        code=row.code,
    )
