"""Kinds of session and what a timetable may not do."""

from dataclasses import dataclass
from datetime import datetime

from forum_app.kernel.refusal import N_, Refusal

# The thirteen kinds of the reference forum, and discussion.
KIND_NAMES: dict[str, str] = {
    "registration": N_("Check-in"),
    "ceremony": N_("Ceremony"),
    "keynote": N_("Keynote"),
    "presentation": N_("Presentation"),
    "demonstration": N_("Demonstration"),
    "workshop": N_("Workshop"),
    "role_play": N_("Role-play"),
    "panel": N_("Panel"),
    "discussion": N_("Discussion"),
    "quiz": N_("Quiz"),
    "assessment": N_("Skill assessment"),
    "break": N_("Break"),
    "wrap_up": N_("Wrap-up"),
    "feedback": N_("Feedback"),
}
COUNTED_KINDS = frozenset(
    {"keynote", "presentation", "demonstration", "workshop", "role_play", "panel", "discussion", "quiz", "assessment"}
)
"""Kinds whose minutes count towards a certificate unless the organiser says otherwise."""

LANGUAGE_NAMES: dict[str, str] = {"km": N_("Khmer"), "en": N_("English"), "both": N_("Khmer and English")}


class EndsBeforeItBegins(Refusal):
    text = N_("The session ends before it begins.")
    status = 422


class OutsideTheForum(Refusal):
    text = N_("The day %(day)s is not a day of this forum.")
    status = 422


class RoomTaken(Refusal):
    text = N_("The room is taken from %(start)s to %(end)s by %(code)s “%(title)s”.")
    status = 422


class CodeTaken(Refusal):
    text = N_("Another session already has the code %(code)s.")
    status = 422


class StillUsed(Refusal):
    text = N_("The session has %(what)s. Cancel it instead of removing it.")


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes of a session."""
    return int((ends_at - starts_at).total_seconds() // 60)


def overlaps(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    """True when two half-open intervals share at least a moment."""
    return start < other_end and other_start < end


def require_order(starts_at: datetime, ends_at: datetime) -> None:
    """Raises EndsBeforeItBegins unless the session has a positive length."""
    if ends_at <= starts_at:
        raise EndsBeforeItBegins


@dataclass(frozen=True, slots=True)
class Entry:
    """What the grid needs to know of a session; `thing` is handed through untouched."""

    starts_at: datetime
    ends_at: datetime
    room: object | None
    thing: object


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid: an entry that spans `rows` rows and `columns` columns, or an empty place."""

    entry: Entry | None
    rows: int = 1
    columns: int = 1
    also: tuple[Entry, ...] = ()
    """Further entries that begin in the same room while this one runs (a clash)."""


@dataclass(frozen=True, slots=True)
class Row:
    """The line of one boundary of time."""

    at: datetime
    cells: tuple[Cell, ...]


def grid(entries: list[Entry], rooms: list[object]) -> list[Row]:
    """The timetable of a day: one row per moment at which something begins, one column per room.

    A row per boundary rather than per quarter of an hour, so that Khmer titles never get cut. An entry
    without a room (a break) spans all columns when nothing else begins then.
    """
    starts = sorted({entry.starts_at for entry in entries})
    taken_until: dict[object, datetime] = {}
    rows = []
    for at in starts:
        beginning = [entry for entry in entries if entry.starts_at == at]
        cells = _cells_of_row(at, beginning, rooms, starts, taken_until)
        rows.append(Row(at=at, cells=tuple(cells)))
    return rows


def _cells_of_row(
    at: datetime,
    beginning: list[Entry],
    rooms: list[object],
    starts: list[datetime],
    taken_until: dict[object, datetime],
) -> list[Cell]:
    free = [room for room in rooms if taken_until.get(room, at) <= at]
    roomless = [entry for entry in beginning if entry.room not in rooms]
    if roomless and len(roomless) == len(beginning) and len(free) == len(rooms):
        return [Cell(entry=roomless[0], columns=max(len(rooms), 1), also=tuple(roomless[1:]))]
    cells = []
    for room in free:
        here = [entry for entry in beginning if entry.room == room]
        if room == free[0]:
            here += roomless
        if not here:
            cells.append(Cell(entry=None))
            continue
        ends_at = max(entry.ends_at for entry in here)
        taken_until[room] = ends_at
        span = sum(1 for start in starts if at <= start < ends_at)
        cells.append(Cell(entry=here[0], rows=span, also=tuple(here[1:])))
    return cells


def next_code(day_number: int, used: set[str]) -> str:
    """The next free code of a day, e.g. `D2S07`."""
    number = 1
    while f"D{day_number}S{number:02d}" in used:
        number += 1
    return f"D{day_number}S{number:02d}"


class RoomCodeTaken(Refusal):
    text = N_("Another room already has the code %(code)s.")
    status = 422


class TemplateHasMoreDays(Refusal):
    text = N_("The template has %(template)s days, the forum only %(forum)s. Add days first, or take a shorter one.")
    status = 422


class ProgrammeNotEmpty(Refusal):
    text = N_("The programme already has sessions. A template can only fill an empty one.")


class NothingChosen(Refusal):
    text = N_("Choose a template or a workbook.")
    status = 422
