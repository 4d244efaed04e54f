"""Who has earned a certificate, and what is still missing.

Defaults: participation asks for half of the half days; completion for 80 % of the counted minutes, 60 % in the
knowledge check after the course, and every assessed practical signed off. A forum may set its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_


@dataclass(frozen=True, slots=True)
class PracticalFact:
    """One assessed practical and whether this person was signed off in it."""

    id: UUID
    title: Bilingual
    is_signed_off: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What attendance, quizzes and assessments know about one registration."""

    attended_halves: int = 0
    elapsed_halves: int = 0
    total_halves: int = 0
    minutes: int = 0
    counted_minutes_so_far: int = 0
    counted_minutes_total: int = 0
    has_final_check: bool = False
    final_percent: int | None = None
    """None: no result yet."""
    practicals: tuple[PracticalFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one kind asks for; None or False: it does not ask."""

    halves: int | None = None
    minutes_percent: int | None = None
    final_percent: int | None = None
    practicals: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: its kind, the values of its sentence, and whether it can still be reached."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    can_still: bool = True

    @property
    def text(self) -> str:
        """The sentence, to be translated where it is shown."""
        if self.kind == "halves" and self.values["n"] == 1:
            return ONE_MORE_HALF
        return MISSING_TEXTS[self.kind]

    @property
    def says_how_much(self) -> bool:
        """True when its sentence adds an amount to what the condition already says."""
        return self.kind in ("halves", "minutes", "sessions")

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE[self.kind] if self.can_still else OUT_OF_REACH


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a certificate; `missing` is None when it is met."""

    kind: str
    values: dict[str, Any]
    missing: Missing | None

    @property
    def text(self) -> str:
        """The sentence, to be translated where it is shown."""
        return CONDITION_TEXTS[self.kind]

    @property
    def is_met(self) -> bool:
        return self.missing is None


@dataclass(frozen=True, slots=True)
class Earned:
    """Every condition is met."""

    is_earned: bool = True
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class NotYet:
    """Something is missing."""

    missing: tuple[Missing, ...]
    is_earned: bool = False


Standing = Earned | NotYet

CONDITION_TEXTS: dict[str, str] = {
    "halves": N_("At least %(needed)s of %(total)s half days"),
    "minutes": N_("At least %(percent)s %% of the counted training time (%(needed)s)"),
    "sessions": N_("Sessions whose time counts"),
    "final": N_("Knowledge check after the course: at least %(percent)s %%"),
    "practical": N_("Practical “%(title)s” signed off"),
}
ONE_MORE_HALF = N_("One more half day")
MISSING_TEXTS: dict[str, str] = {
    "halves": N_("%(n)s more half days"),
    "minutes": N_("%(time)s more of the counted training time"),
    "sessions": N_("The programme has no session whose time counts yet"),
    "final": N_("The knowledge check after the course: at least %(percent)s %%"),
    "practical": N_("Practical “%(title)s” is not signed off"),
}
ADVICE: dict[str, str] = {
    "halves": N_("Come to the coming half days and have your badge scanned."),
    "minutes": N_("Come to the coming sessions that count. A wrong absence is corrected at the desk."),
    "sessions": N_("The organiser still has to enter the programme."),
    "final": N_("Take the knowledge check when it is open. The result counts once it is released."),
    "practical": N_("Ask your trainer when you can show this practical."),
}
OUT_OF_REACH = N_("This can no longer be reached in this forum. Ask the organiser.")


def half_of_halves(total: int) -> int:
    """The default of participation: half of the half days, rounded up."""
    return -(-total // 2)


def conditions(facts: Facts, requirements: Requirements) -> list[Condition]:
    """Every condition that applies, met or not, in the order an officer meets them."""
    return [
        *_halves(facts, requirements.halves),
        *_minutes(facts, requirements.minutes_percent),
        *_final(facts, requirements.final_percent),
        *_practicals(facts, wanted=requirements.practicals),
    ]


def eligibility(facts: Facts, requirements: Requirements) -> Standing:
    """Earned, or what is missing."""
    missing = tuple(one.missing for one in conditions(facts, requirements) if one.missing is not None)
    return NotYet(missing) if missing else Earned()


def _halves(facts: Facts, needed: int | None) -> Iterator[Condition]:
    if needed is None:
        return
    lacking = needed - facts.attended_halves
    still_to_come = facts.total_halves - facts.elapsed_halves
    missing = Missing("halves", {"n": lacking}, can_still=lacking <= still_to_come) if lacking > 0 else None
    yield Condition("halves", {"needed": needed, "total": facts.total_halves}, missing)


def _minutes(facts: Facts, percent: int | None) -> Iterator[Condition]:
    """Minutes are compared as whole numbers: 80 % of 1,201 minutes are 961 minutes."""
    if percent is None:
        return
    if facts.counted_minutes_total == 0:
        # A programme that is not entered yet must not make everybody a graduate.
        yield Condition("sessions", {}, Missing("sessions"))
        return
    needed = -(-facts.counted_minutes_total * percent // 100)
    lacking = needed - facts.minutes
    still_to_come = facts.counted_minutes_total - facts.counted_minutes_so_far
    missing = Missing("minutes", {"minutes": lacking}, can_still=lacking <= still_to_come) if lacking > 0 else None
    yield Condition("minutes", {"percent": percent, "minutes": needed}, missing)


def _final(facts: Facts, percent: int | None) -> Iterator[Condition]:
    """A forum without a knowledge check after the course cannot ask for one."""
    if percent is None or not facts.has_final_check:
        return
    is_met = facts.final_percent is not None and facts.final_percent >= percent
    yield Condition("final", {"percent": percent}, None if is_met else Missing("final", {"percent": percent}))


def _practicals(facts: Facts, *, wanted: bool) -> Iterator[Condition]:
    for practical in facts.practicals if wanted else ():
        missing = None if practical.is_signed_off else Missing("practical", {"title": practical.title})
        yield Condition("practical", {"title": practical.title}, missing)
