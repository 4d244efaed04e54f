"""The round plan: which group stands at which station in which round.

A rotation: in each round everybody moves on by one station, so every group meets every station once and no two groups
meet at one. With more groups than stations the next ones wait a round, with more stations than groups some stand empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum_app.assessments.rules.refusals import NoStations, PlanTooLong


@dataclass(frozen=True, slots=True)
class Round:
    """One round: when, and which group (by its place in the list) is at each station; None: nobody."""

    number: int
    starts_at: datetime
    ends_at: datetime
    groups: tuple[int | None, ...]
    """By station."""


def rotation(stations: int, groups: int) -> list[tuple[int | None, ...]]:
    """For each round, the group at each station. As many rounds as the larger of the two numbers.

    Latin square by cyclic shift: group g is at station s in round (g + s) mod n, so each pair meets once.
    """
    size = max(stations, groups)
    return [
        tuple(group if (group := (turn - station) % size) < groups else None for station in range(stations))
        for turn in range(size)
    ]


def rounds(stations: int, groups: int, *, starts_at: datetime, round_minutes: int, change_minutes: int) -> list[Round]:
    """The rotation with its times."""
    step = timedelta(minutes=round_minutes + change_minutes)
    found = []
    for index, placed in enumerate(rotation(stations, groups)):
        begins = starts_at + index * step
        found.append(Round(index + 1, begins, begins + timedelta(minutes=round_minutes), placed))
    return found


def require_fitting(
    stations: int, groups: int, *, minutes: int, starts_after: int, round_minutes: int, change_minutes: int
) -> None:
    """Raises NoStations, PlanTooLong with how many minutes it would need."""
    if stations < 1 or groups < 1:
        raise NoStations
    count = max(stations, groups)
    needed = starts_after + count * round_minutes + (count - 1) * change_minutes
    if needed > minutes:
        raise PlanTooLong(needed=needed, minutes=minutes)


def current_round(found: Sequence[Round], at: datetime) -> Round | None:
    """The round that runs now, or the next one while people change; None before and after."""
    if not found or at < found[0].starts_at:
        return None
    return next((one for one in found if at < one.ends_at), None)
