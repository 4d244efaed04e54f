"""From evidence to marks and minutes.

What is recorded are facts (somebody came in, went out, was marked, a record was taken back). What a page shows is
computed here, from the set of facts: their order and their repetition never change the result.

The rules, as the organiser reads them on the last sheet of the workbook:

- A half day counts as attended when somebody came, late or not. Late is later than its beginning plus the grace
  minutes of the forum.
- The newest statement about a half day wins: a mark (a correction with a reason) over what was scanned before it,
  and a scan over a mark of absence that is older.
- One scan of a half day fills its counted sessions, from the beginning when it was in time, from the arrival when it
  was late, until the end. Such minutes are inferred, except between a scan in and a scan out.
- Evidence of a session itself decides for that session. A missing way out is closed by the session's end, inferred.
- Minutes are counted against the time a session really opened and closed where it is known, else as planned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from forum_app.attendance.rules.values import (
    AWAY,
    HERE,
    CountedSession,
    Fact,
    Frame,
    HalfMark,
    Presence,
    SessionMark,
    Slot,
)


@dataclass(frozen=True, slots=True)
class Stay:
    """An interval somebody was there, and whether it was seen or concluded."""

    starts_at: datetime
    ends_at: datetime
    inferred: bool


@dataclass(frozen=True, slots=True)
class _Live:
    """Facts of one place (a half day or a session) that were not taken back."""

    ins: tuple[Fact, ...] = ()
    outs: tuple[Fact, ...] = ()
    mark: Fact | None = None
    all: tuple[Fact, ...] = field(default=())

    @property
    def ruling(self) -> Fact | None:
        """The mark, unless somebody was seen coming after it said they were away."""
        if self.mark is None or self.mark.status in HERE:
            return self.mark
        return None if any(one.order > self.mark.order for one in self.ins) else self.mark

    @property
    def arrival(self) -> Fact | None:
        """The first arrival; after a mark of absence only what was recorded later counts."""
        away = self.mark if self.mark is not None and self.mark.status in AWAY else None
        ins = [one for one in self.ins if away is None or one.order > away.order]
        return min(ins, key=lambda one: (one.at, str(one.id))) if ins else None


def live(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once, without what was taken back."""
    unique = {fact.id: fact for fact in facts}
    voided = {fact.voids_id for fact in unique.values() if fact.kind == "void"}
    return [fact for fact in unique.values() if fact.id not in voided and fact.kind not in ("void", "again")]


def _gather(facts: Iterable[Fact]) -> _Live:
    rows = sorted(facts, key=lambda fact: fact.order)
    marks = [fact for fact in rows if fact.kind == "mark"]
    return _Live(
        ins=tuple(fact for fact in rows if fact.kind == "in"),
        outs=tuple(fact for fact in rows if fact.kind == "out"),
        mark=marks[-1] if marks else None,
        all=tuple(rows),
    )


def arrival(facts: Iterable[Fact]) -> Fact | None:
    """The first arrival that stands among the facts of one place."""
    return _gather(live(facts)).arrival


def presence(facts: Iterable[Fact], frame: Frame) -> Presence:
    """All marks and minutes of one person."""
    by_half: dict[tuple[UUID | None, str | None], list[Fact]] = {}
    by_session: dict[UUID, list[Fact]] = {}
    for fact in live(facts):
        if fact.forum_session_id is not None:
            by_session.setdefault(fact.forum_session_id, []).append(fact)
        else:
            by_half.setdefault((fact.day_id, fact.half), []).append(fact)
    evidence = {slot: _gather(by_half.get((slot.day_id, slot.half), ())) for slot in frame.slots}
    seen = {session.id: _gather(by_session.get(session.id, ())) for session in frame.sessions}
    halves = {slot: _half_mark(slot, evidence[slot], _sessions_of(slot, frame, seen), frame) for slot in frame.slots}
    sessions = tuple(_session_mark(session, seen[session.id], halves, evidence, frame) for session in frame.sessions)
    return _summed(tuple(halves.values()), sessions, frame)


def half_mark(facts: Iterable[Fact], slot: Slot, frame: Frame) -> HalfMark:
    """The mark of one half day from its own evidence."""
    mine = [fact for fact in live(facts) if (fact.day_id, fact.half) == (slot.day_id, slot.half)]
    return _half_mark(slot, _gather(mine), [], frame)


def _sessions_of(slot: Slot, frame: Frame, seen: dict[UUID, _Live]) -> list[_Live]:
    return [seen[s.id] for s in frame.sessions if (s.day_id, s.half) == (slot.day_id, slot.half)]


def _half_mark(slot: Slot, found: _Live, sessions: Sequence[_Live], frame: Frame) -> HalfMark:
    ruling, arrival = found.ruling, found.arrival
    at = arrival.at if arrival else None
    device = arrival.device if arrival else ""
    if ruling is not None and ruling.status is not None:
        at = at if ruling.status in HERE else None
        return _mark(slot, ruling.status, at=at, note=ruling.reason, device=device)
    if arrival is not None:
        late = arrival.at > slot.starts_at + frame.grace
        return _mark(slot, "late" if late else "came", at=at, device=device)
    # Nobody was at the desk, but a trainer saw the person in a session of this half: here, hour of arrival unknown.
    inside = [seen.arrival for seen in sessions if seen.arrival is not None]
    if inside or any(one.ruling is not None and one.ruling.status in HERE for one in sessions):
        return _mark(slot, "came", at=min((fact.at for fact in inside), default=None))
    if frame.at < slot.starts_at:
        return _mark(slot, "coming")
    return _mark(slot, "waiting" if frame.at < slot.ends_at else "absent")


def _mark(slot: Slot, status: str, *, at: datetime | None = None, note: str = "", device: str = "") -> HalfMark:
    return HalfMark(
        day_number=slot.day_number,
        day_on=slot.day_on,
        half=slot.half,
        status=status,
        at=at,
        is_late=status == "late",
        note=note,
        device=device,
    )


def _session_mark(
    session: CountedSession,
    own: _Live,
    halves: dict[Slot, HalfMark],
    evidence: dict[Slot, _Live],
    frame: Frame,
) -> SessionMark:
    slot = next(one for one in frame.slots if (one.day_id, one.half) == (session.day_id, session.half))
    stays = _stays(session, own) if own.all else _stays_of_half(session, slot, halves[slot], evidence[slot])
    until = min(frame.at, session.ends_at)
    seen = [_clip(stay, session.starts_at, until) for stay in stays]
    minutes = _minutes(seen)
    inferred = minutes - _minutes([stay for stay in seen if not stay.inferred])
    counted = int((session.ends_at - session.starts_at).total_seconds() // 60)
    so_far = max(0, int((until - session.starts_at).total_seconds() // 60))
    status = _session_status(session, own, halves[slot], seen if minutes else [], frame)
    return SessionMark(session.id, status, minutes, inferred, so_far, counted)


def _session_status(session: CountedSession, own: _Live, half: HalfMark, seen: Sequence[Stay], frame: Frame) -> str:
    if seen:
        first = min(stay.starts_at for stay in seen if stay.ends_at > stay.starts_at)
        return "late" if first > session.starts_at + frame.grace else "came"
    if own.ruling is not None and own.ruling.status in AWAY:
        return own.ruling.status or "absent"
    if half.status in ("excused", "duty"):
        return half.status
    if frame.at < session.starts_at:
        return "coming"
    return "waiting" if frame.at < session.ends_at else "absent"


def _stays(session: CountedSession, own: _Live) -> list[Stay]:
    """Intervals from the session's own evidence."""
    if own.ruling is not None:
        whole = Stay(session.starts_at, session.ends_at, inferred=False)
        return [whole] if own.ruling.status in HERE else []
    return _intervals(own, session.starts_at, session.ends_at)


def _stays_of_half(session: CountedSession, slot: Slot, half: HalfMark, found: _Live) -> list[Stay]:
    """Intervals that a half day's record gives one of its sessions."""
    if half.status not in HERE or (found.arrival is None and found.ruling is None):
        return []  # away, or known to be here from another session only
    if found.outs and found.ruling is None:
        return _intervals(found, slot.starts_at, max(slot.ends_at, session.ends_at))
    starts_at = half.at if half.is_late and half.at is not None else session.starts_at
    return [Stay(starts_at, session.ends_at, inferred=True)]


def _intervals(found: _Live, starts_at: datetime, ends_at: datetime) -> list[Stay]:
    """In and out in order of time. A way out without a way in counts from the beginning; a missing one ends it."""
    away = found.mark if found.mark is not None and found.mark.status in AWAY else None
    rows = [fact for fact in (*found.ins, *found.outs) if away is None or fact.order > away.order]
    stays: list[Stay] = []
    since: datetime | None = None
    for fact in sorted(rows, key=lambda one: (one.at, one.kind, str(one.id))):
        if fact.kind == "in":
            since = fact.at if since is None else since
        elif since is not None:
            stays.append(Stay(since, fact.at, inferred=False))
            since = None
        elif not stays:
            stays.append(Stay(starts_at, fact.at, inferred=True))
    if since is not None:
        stays.append(Stay(since, ends_at, inferred=True))
    return stays


def _clip(stay: Stay, starts_at: datetime, ends_at: datetime) -> Stay:
    start = max(stay.starts_at, starts_at)
    return Stay(start, max(start, min(stay.ends_at, ends_at)), stay.inferred)


def _minutes(stays: Iterable[Stay]) -> int:
    """Whole minutes of intervals that do not overlap."""
    return int(sum((stay.ends_at - stay.starts_at).total_seconds() for stay in stays) // 60)


def _summed(halves: tuple[HalfMark, ...], sessions: tuple[SessionMark, ...], frame: Frame) -> Presence:
    begun = [mark for slot, mark in zip(frame.slots, halves, strict=True) if slot.starts_at <= frame.at or mark.is_here]
    return Presence(
        halves=halves,
        sessions=sessions,
        attended_halves=sum(mark.is_here for mark in halves),
        elapsed_halves=len(begun),
        total_halves=len(halves),
        minutes=sum(mark.minutes for mark in sessions),
        counted_minutes_so_far=sum(mark.counted_so_far for mark in sessions),
        counted_minutes_total=sum(mark.counted for mark in sessions),
        inferred_minutes=sum(mark.inferred for mark in sessions),
    )
