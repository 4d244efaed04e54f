"""A question as a phone may see it, and as it is explained after release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from forum_app.kernel.bilingual import LANGUAGES, Bilingual
from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules import Kind


class OptionUnknown(Refusal):
    text = N_("This answer does not belong to the question. Choose one of the answers on the page.")
    status = 422


class NumberUnreadable(Refusal):
    text = N_("This is not a number that can be read. Write digits only, for example 12.5.")
    status = 422


class PlacesIncomplete(Refusal):
    text = N_("Give each step a number of its own, from 1 to %(count)s.")
    status = 422


@dataclass(frozen=True, slots=True)
class Choice:
    """One option or target as a phone may see it."""

    key: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What several questions ask about; the same for each of them."""

    id: UUID
    title: Bilingual
    text: Bilingual
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One question of one attempt as a phone may see it: it has no field for what is right."""

    position: int
    question_id: UUID
    kind: str
    stem: Bilingual
    choices: tuple[Choice, ...]
    """To choose from, the left side of pairs, or steps; in this attempt's own order."""
    targets: tuple[Choice, ...]
    unit: Bilingual
    case_file: CaseFile | None
    chosen: tuple[str, ...]
    """The answer the server holds; empty: none."""
    is_late: bool
    sequence: int
    received_at: datetime | None

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen)

    @property
    def written(self) -> str:
        """What was typed, for kinds that are typed."""
        return self.chosen[0] if self.chosen else ""

    @property
    def target_of(self) -> Mapping[str, str]:
        """Which target was chosen for each option."""
        return dict(pair.split(":", 1) for pair in self.chosen) if self.kind == Kind.MATCHING else {}

    @property
    def steps(self) -> tuple[Choice, ...]:
        """Steps in the order that was chosen, else as they are shown."""
        by_key = {choice.key: choice for choice in self.choices}
        is_whole = len(self.chosen) == len(by_key) and set(self.chosen) == set(by_key)
        return tuple(by_key[key] for key in self.chosen) if is_whole else self.choices


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer with several parts: a pair, or a place in an order."""

    label: Bilingual
    mine: Bilingual
    right: Bilingual
    is_right: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """A question of one attempt after release, with what was right and why."""

    screen: Screen
    right: tuple[str, ...]
    """Written as an answer is; of a short text every spelling that is accepted."""
    points: int
    """Of 100, what the answer that counts is worth."""
    feedback: Bilingual
    source: Bilingual
    law_reference: str
    tolerance: str = ""
    late: tuple[str, ...] = ()
    """What came after the time was up and does not count."""

    @property
    def is_right(self) -> bool:
        return self.points == 100

    @property
    def is_partly_right(self) -> bool:
        return 0 < self.points < 100

    def outcome(self, key: str) -> str:
        """`right`, `wrong` or nothing, for the mark of an option."""
        if key in self.right:
            return "right"
        return "wrong" if key in self.screen.chosen else ""

    @property
    def lines(self) -> list[Line]:
        """Pairs by their left side, steps by their place."""
        if self.screen.kind == Kind.MATCHING:
            return self._pairs()
        return self._steps() if self.screen.kind == Kind.ORDERING else []

    def _pairs(self) -> list[Line]:
        texts = {target.key: target.text for target in self.screen.targets}
        right = dict(pair.split(":", 1) for pair in self.right)
        mine = self.screen.target_of
        return [
            Line(
                label=choice.text,
                mine=texts.get(mine.get(choice.key, ""), Bilingual()),
                right=texts[right[choice.key]],
                is_right=mine.get(choice.key) == right[choice.key],
            )
            for choice in self.screen.choices
        ]

    def _steps(self) -> list[Line]:
        texts = {choice.key: choice.text for choice in self.screen.choices}
        mine = [*self.screen.chosen, *[""] * len(self.right)]
        return [
            Line(
                label=Bilingual(str(place + 1), str(place + 1)),
                mine=texts.get(mine[place], Bilingual()),
                right=texts[key],
                is_right=mine[place] == key,
            )
            for place, key in enumerate(self.right)
        ]


def right_answer(kind: str, solution: Mapping[str, Any]) -> list[str]:
    """What is right, written as an answer is: option keys, `left:right` pairs, steps in order, a number, texts."""
    if kind == Kind.MATCHING:
        return [f"{left}:{right}" for left, right in solution["pairs"].items()]
    if kind == Kind.NUMERIC:
        return [solution["value"]]
    name = {Kind.ORDERING: "order", Kind.TEXT: "accepted"}.get(Kind(kind), "right")
    return list(solution[name])


def in_words(kind: str, answer: Sequence[str], texts: Mapping[str, Bilingual]) -> list[Bilingual]:
    """An answer as it is read: texts of options, "left – right" of pairs, what was typed as it stands."""
    if kind == Kind.MATCHING:
        sides = [pair.split(":", 1) for pair in answer]
        return [_joined(texts[left], texts[right]) for left, right in sides]
    if kind in {Kind.NUMERIC, Kind.TEXT}:
        return [Bilingual(typed, typed) for typed in answer]
    return [texts[key] for key in answer]


def _joined(left: Bilingual, right: Bilingual) -> Bilingual:
    return Bilingual(
        *(f"{left.in_language(lang)} – {right.in_language(lang)}" for lang in LANGUAGES),
    )


def unanswered(screens: Sequence[Screen]) -> list[int]:
    """The numbers of the questions without an answer."""
    return [screen.position for screen in screens if not screen.is_answered]


def first_open(screens: Sequence[Screen]) -> int:
    """Where somebody who comes back goes on: the first question without an answer, else the first."""
    return next(iter(unanswered(screens)), 1)


def never_told(shown: Sequence[str], right: Sequence[str]) -> list[str]:
    """The order in which steps or targets are shown: the right one is moved on by one place.

    Two are left as they fall: if they were never shown in the right order, their order would tell it.
    """
    found = list(shown)
    return found[1:] + found[:1] if len(found) > 2 and found[: len(right)] == list(right) else found
