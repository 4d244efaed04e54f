"""The sample's clock."""

from datetime import datetime, time, timedelta
from pathlib import Path

from forum_app.kernel import clock

MORNING = time(7, 30)


def move_on(folder: Path, *, by: str) -> None:
    """An hour on, or to 07:30 of the next day (forum time)."""
    step = timedelta(hours=1) if by == "hour" else _until_next_morning(clock.local(clock.now()))
    clock.set_offset(folder, clock.offset() + step)


def _until_next_morning(here: datetime) -> timedelta:
    tomorrow = here.date() + timedelta(days=1)
    return datetime.combine(tomorrow, MORNING, here.tzinfo) - here


def stand_at(folder: Path, instant: datetime) -> None:
    """Make forum time this instant now; it runs on from here."""
    clock.set_offset(folder, instant - clock.wall())
