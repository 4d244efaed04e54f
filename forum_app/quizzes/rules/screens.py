"""A question as a phone may see it, and as it is explained after release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules import Kind


class OptionUnknown(Refusal):
    text = N_("This answer does not belong to the question. Choose one of the answers on the page.")
    status = 422


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as a phone may see it."""

    key: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Screen:
    """One question of one attempt as a phone may see it: it has no field for what is right."""

    position: int
    question_id: UUID
    stem: Bilingual
    choices: tuple[Choice, ...]
    chosen: str | None
    """The option the server holds."""
    is_late: bool
    sequence: int
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A question of one attempt after release, with what was right and why."""

    screen: Screen
    right_key: str
    feedback: Bilingual
    source: Bilingual
    counts: bool
    """False for an answer that came late and was not accepted."""

    @property
    def is_right(self) -> bool:
        return self.counts and self.screen.chosen == self.right_key

    def outcome(self, key: str) -> str:
        """`right`, `wrong` or nothing, for the option's mark."""
        if key == self.right_key:
            return "right"
        return "wrong" if key == self.screen.chosen else ""


def right_answer(kind: str, solution: Mapping[str, Any]) -> list[str]:
    """What is right, written as an answer is: option keys, `left:right` pairs, steps in order, a number, texts."""
    if kind == Kind.MATCHING:
        return [f"{left}:{right}" for left, right in solution["pairs"].items()]
    if kind == Kind.NUMERIC:
        return [solution["value"]]
    name = {Kind.ORDERING: "order", Kind.TEXT: "accepted"}.get(Kind(kind), "right")
    return list(solution[name])


def unanswered(screens: Sequence[Screen]) -> list[int]:
    """The numbers of the questions without an answer."""
    return [screen.position for screen in screens if screen.chosen is None]


def first_open(screens: Sequence[Screen]) -> int:
    """Where somebody who comes back goes on: the first question without an answer, else the first."""
    return next(iter(unanswered(screens)), 1)
