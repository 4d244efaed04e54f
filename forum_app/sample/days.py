"""Who came when: a plausible hotel morning, the same in every data folder."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from forum_app.accounts.models import Account
from forum_app.attendance import services as attendance
from forum_app.forums.models import Forum, ForumDay
from forum_app.programme.services import instant
from forum_app.registration.models import Registration

SHOWN_BADGE = 37
"""The officer whose phone visitors look into: always came, once late."""


def arrive(
    forum: Forum,
    day: ForumDay,
    half: str,
    people: Sequence[Registration],
    *,
    actor: Account,
    random: Random,
    until: datetime | None = None,
) -> None:
    """Check everybody in, in order of arrival, from three quarters of an hour before the half day begins."""
    begins = instant(forum, day.day_on, day.morning_starts if half == "morning" else day.afternoon_starts)
    arrivals = []
    for person in people:
        minutes = min(random.gauss(-22, 9), 10) if half == "morning" else min(random.gauss(-7, 4), 12)
        if person.badge_number == SHOWN_BADGE:
            minutes = 16 if (half == "afternoon" and day.number == 1) else -15
        elif random.random() < 0.06:
            minutes = random.randint(17, 35)
        at = begins + timedelta(minutes=minutes)
        arrivals.append((min(at, until) if until else at, person))
    sources = ("scan", "scan", "scan", "typed", "search")
    for at, person in sorted(arrivals, key=lambda arrival: (arrival[0], arrival[1].badge_number or 0)):
        desk = str(random.randint(1, 2))
        source = random.choice(sources)
        attendance.check_in(person, day=day, half=half, source=source, actor=actor, at=at, device=desk)


def split(
    people: Sequence[Registration], *, here: int, random: Random
) -> tuple[list[Registration], list[Registration]]:
    """`here` people who come and the others; the shown officer always comes."""
    shuffled = sorted(people, key=lambda person: person.badge_number or 0)
    random.shuffle(shuffled)
    shuffled.sort(key=lambda person: person.badge_number != SHOWN_BADGE)
    return shuffled[:here], shuffled[here:]


def explain(
    day: ForumDay,
    half: str,
    people: Sequence[Registration],
    statuses: Sequence[tuple[str, str]],
    *,
    actor: Account,
    at: datetime,
) -> None:
    """State why people were away: (status, reason) for the first ones, the others stay as they are."""
    for person, (status, reason) in zip(people, statuses, strict=False):
        attendance.correct(person, day=day, half=half, status=status, reason=reason, actor=actor, at=at)
