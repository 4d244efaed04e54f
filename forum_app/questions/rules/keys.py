"""What is right, what an answer is worth, and whether an answer belongs to its question at all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.khmer.text import canonical, search_key
from forum_app.questions.rules.kinds import CHOICE_KINDS, Kind

FULL = 100
"""What a wholly right answer is worth; a partly right one is worth its share, rounded down."""
LONGEST_TEXT = 200
"""Characters of a short text; a longer one is refused."""
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")


def fold(text: str) -> str:
    """The form in which short texts are compared: one spelling, Latin digits, no case, signs or spaces."""
    return re.sub(r"[\W_]+", "", search_key(canonical(latin_digits(text))).casefold()) or canonical(text).strip()


def read_number(text: str) -> Decimal | None:
    """A number as people type it: Khmer or Latin digits, spaces between thousands, a comma or a point; else None."""
    plain = latin_digits(text).strip().replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        return None


@dataclass(frozen=True, slots=True)
class Key:
    """What is right in one question. Never sent to a phone before the results are released."""

    kind: str
    solution: Mapping[str, Any]

    def points(self, chosen: Sequence[str]) -> int:
        """What an answer is worth, 0 to 100.

        Several right answers: right choices less wrong ones, as a share of the right ones, never below 0.
        Pairs and order: the share of items at their place. All else is right or not.
        """
        if not chosen:
            return 0
        if self.kind == Kind.MULTIPLE:
            return self._of_several(set(chosen))
        if self.kind == Kind.MATCHING:
            pairs = {f"{left}:{right}" for left, right in self.solution["pairs"].items()}
            return FULL * len(pairs & set(chosen)) // len(pairs)
        if self.kind == Kind.ORDERING:
            order: list[str] = self.solution["order"]
            return FULL * sum(a == b for a, b in zip(order, chosen, strict=False)) // len(order)
        return FULL * self._is_right(chosen)

    def is_right(self, chosen: Sequence[str]) -> bool:
        """True when nothing is missing from it."""
        return self.points(chosen) == FULL

    def _of_several(self, chosen: set[str]) -> int:
        right = set(self.solution["right"])
        return max(0, FULL * (len(chosen & right) - len(chosen - right)) // len(right))

    def _is_right(self, chosen: Sequence[str]) -> bool:
        if self.kind == Kind.NUMERIC:
            given = read_number(chosen[0])
            off = abs(given - Decimal(self.solution["value"])) if given is not None else None
            return off is not None and off <= Decimal(self.solution.get("tolerance") or "0")
        if self.kind == Kind.TEXT:
            return fold(chosen[0]) in {fold(text) for text in self.solution["accepted"]}
        return list(chosen) == list(self.solution["right"])


def fits(kind: str, chosen: Sequence[str], *, options: Sequence[str], targets: Sequence[str] = ()) -> bool:
    """True when an answer can be one to this question: known keys, none twice, a readable number, a text in bounds."""
    if kind in CHOICE_KINDS:
        return len(chosen) == 1 and chosen[0] in options
    if kind == Kind.MULTIPLE:
        return _distinct(chosen) and set(chosen) <= set(options)
    if kind == Kind.MATCHING:
        sides = [pair.partition(":") for pair in chosen]
        return _distinct([left for left, _, _ in sides]) and all(a in options and b in targets for a, _, b in sides)
    if kind == Kind.ORDERING:
        return sorted(chosen) == sorted(options)
    if len(chosen) != 1 or not chosen[0].strip() or len(chosen[0]) > LONGEST_TEXT:
        return False
    return kind == Kind.TEXT or read_number(chosen[0]) is not None


def _distinct(values: Sequence[str]) -> bool:
    return bool(values) and len(set(values)) == len(values)
