"""Who is assessed twice, which part a trainer takes, when two trainers differ, and which result counts."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from uuid import UUID

from forum_app.assessments.rules.levels import LOWEST, Asked
from forum_app.assessments.rules.refusals import TwoAreEnough

ACTIONS = ("third", "discussion")


def draw(ids: Iterable[UUID], *, percent: int, seed: str, drawn: Collection[UUID] = ()) -> list[UUID]:
    """Whom a share of `percent` adds to those who are drawn already, at least one while percent is above 0.

    People are put in the order of SHA-256(seed + id), which nobody can steer and anybody can repeat.
    """
    everybody = list(ids)
    wanted = ceil(len(everybody) * percent / 100) - len(set(everybody) & set(drawn))
    order = sorted(everybody, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return [one for one in order if one not in drawn][: max(0, wanted)]


def role_for(others: Collection[str], *, as_second: bool, differ: bool) -> str:
    """The part a trainer takes who begins with an officer, by the parts that others have taken.

    Raises TwoAreEnough where two have assessed and nothing is left to decide.
    """
    if "first" not in others:
        return "second" if as_second and "second" not in others else "first"
    if "second" not in others:
        return "second"
    if not differ or "third" in others:
        raise TwoAreEnough
    return "third"


@dataclass(frozen=True, slots=True)
class Judged:
    """One trainer's signed view of an officer."""

    id: UUID
    role: str
    passed: bool
    levels: Mapping[UUID, int | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which view counts, or what it still waits for: `first`, `second` or `difference`."""

    counts: UUID | None = None
    waits_for: str = ""
    differing: tuple[UUID, ...] = field(default=())
    """Criteria on which the two trainers differ by the organiser's rule."""


def differing(one: Judged, other: Judged, criteria: Sequence[Asked], *, differ_by: int) -> tuple[UUID, ...]:
    """Criteria that need a decision: so many levels apart, or critical and on both sides of the line."""
    return tuple(
        asked.id
        for asked in criteria
        if _apart(one.levels.get(asked.id), other.levels.get(asked.id), differ_by=differ_by, critical=asked.critical)
    )


def _apart(first: int | None, second: int | None, *, differ_by: int, critical: bool) -> bool:
    if first is None or second is None:
        return critical and first != second
    if critical and (first == LOWEST) != (second == LOWEST):
        return True
    return abs(first - second) >= differ_by


def verdict(views: Sequence[Judged], criteria: Sequence[Asked], *, is_drawn: bool, differ_by: int) -> Verdict:
    """What counts among the signed views of one try: an agreed one, then a third, then the first if no one objects."""
    by_role = {one.role: one for one in views}
    for role in ("agreed", "third"):
        if role in by_role:
            return Verdict(counts=by_role[role].id)
    first, second = by_role.get("first"), by_role.get("second")
    if first is None:
        return Verdict(waits_for="first")
    if second is None:
        return Verdict(waits_for="second") if is_drawn else Verdict(counts=first.id)
    apart = differing(first, second, criteria, differ_by=differ_by)
    if apart or first.passed != second.passed:
        return Verdict(waits_for="difference", differing=apart)
    return Verdict(counts=first.id)
