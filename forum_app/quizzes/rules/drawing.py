"""Which questions an attempt asks and in which order: by hash of a seed, so that it can be done again."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar
from uuid import UUID

from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules import FIXED_ORDER_KINDS

Named = TypeVar("Named", UUID, str)


class TooFewQuestions(Refusal):
    text = N_("The question bank has only %(found)s questions for this quiz. Ask for fewer, or choose another module.")
    status = 422


class PoolTooSmall(Refusal):
    text = N_(
        "Line %(line)s asks for %(wanted)s questions, but only %(found)s are approved and free for it. Ask for fewer."
    )
    status = 422


class QuestionsMissing(Refusal):
    text = N_("This quiz lacks questions: some were withdrawn from the bank. An organiser has to choose others first.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that a quiz asks or may ask."""

    id: UUID
    group: str = ""
    """An objective, or a module in a pre- or post-test: no group fills a whole quiz."""
    exhibit: UUID | None = None
    pool: UUID | None = None

    @property
    def block(self) -> UUID:
        """What it is read together with: its case file, else itself."""
        return self.exhibit or self.id


@dataclass(frozen=True, slots=True)
class Plan:
    """The questions of a quiz in its own order, and what each attempt takes of them."""

    candidates: tuple[Candidate, ...]
    counts: Mapping[UUID | None, int]
    """How many each pool gives; a quiz without pools has one entry, under None."""
    is_drawn: bool
    """Each attempt takes its own; otherwise everybody is asked every candidate."""
    is_shuffled: bool

    def asks(self, seed: int) -> list[UUID]:
        """The questions of the attempt with this seed, in its own order. The same seed asks the same."""
        chosen = set(self.drawn(seed)) if self.is_drawn else {candidate.id for candidate in self.candidates}
        asked = [candidate for candidate in self.candidates if candidate.id in chosen]
        return arrange(asked, seed=seed if self.is_shuffled else None)

    def drawn(self, seed: int) -> list[UUID]:
        """So many of each pool as it counts. Raises TooFewQuestions."""
        by_pool = {pool: [one for one in self.candidates if one.pool == pool] for pool in self.counts}
        return [key for pool, count in self.counts.items() for key in pick(by_pool[pool], count, seed=seed)]


@dataclass(frozen=True, slots=True)
class Wish:
    """What one pool asks of the bank: how many, and which questions it would take."""

    count: int
    takes: frozenset[UUID]


def in_order_of(seed: int, keys: Iterable[Named], *, salt: str = "") -> list[Named]:
    """The keys in an order that this seed always gives.

    Sorted by hash instead of shuffled: the same on every Python, and whatever order they came in.
    """
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{salt}:{key}".encode()).digest())


def option_order(seed: int, question_id: UUID, kind: str, keys: Sequence[str]) -> list[str]:
    """The order of a question's options in one attempt."""
    if kind in FIXED_ORDER_KINDS:
        return list(keys)
    return in_order_of(seed, keys, salt=str(question_id))


def pick(candidates: Sequence[Candidate], count: int, *, seed: int) -> list[UUID]:
    """`count` questions, reproducible, spread evenly over the groups; a case file comes whole where it fits.

    Raises TooFewQuestions.
    """
    if len(candidates) < count:
        raise TooFewQuestions(found=len(candidates))
    picked: list[UUID] = []
    left: list[UUID] = []
    for block in _blocks(candidates, seed):
        (picked if len(picked) + len(block) <= count else left).extend(block)
    return (picked + left)[:count]


def _blocks(candidates: Sequence[Candidate], seed: int) -> Iterator[list[UUID]]:
    """Single questions and whole case files, the groups taking turns."""
    by_group: dict[str, list[UUID]] = {}
    members: dict[UUID, list[UUID]] = {}
    for one in candidates:
        by_group.setdefault(one.group, []).append(one.id)
        members.setdefault(one.block, []).append(one.id)
    block_of = {one.id: one.block for one in candidates}
    queues = [in_order_of(seed, by_group[group]) for group in in_order_of(seed, by_group)]
    for turn in zip_longest(*queues):
        for question in turn:
            if question is not None and (block := members.pop(block_of[question], None)):
                yield block


def arrange(asked: Sequence[Candidate], *, seed: int | None) -> list[UUID]:
    """The questions as they follow each other, those of one case file together; without a seed in the given order."""
    members: dict[UUID, list[UUID]] = {}
    for one in asked:
        members.setdefault(one.block, []).append(one.id)
    blocks = list(members) if seed is None else in_order_of(seed, members)
    return [question for block in blocks for question in members[block]]


def allocate(wishes: Sequence[Wish], candidates: Sequence[Candidate], *, seed: int) -> dict[UUID, int]:
    """Which wish each question serves; every wish has at least as many as it counts. Raises PoolTooSmall.

    A narrow wish chooses first, and leaves to the others what they want as well; whatever is then left goes
    where the choice is smallest for the number asked. A question that no wish takes is left out.
    """
    wanted_by = {one.id: sum(one.id in wish.takes for wish in wishes) for one in candidates}
    ranked = in_order_of(seed, wanted_by)
    given: dict[UUID, int] = {}
    for place in sorted(range(len(wishes)), key=lambda place: len(wishes[place].takes)):
        wish = wishes[place]
        free = sorted((key for key in ranked if key in wish.takes and key not in given), key=wanted_by.__getitem__)
        if len(free) < wish.count:
            raise PoolTooSmall(line=place + 1, wanted=wish.count, found=len(free))
        given |= dict.fromkeys(free[: wish.count], place)
    held = Counter(given.values())
    for key in ranked:
        takers = [place for place, wish in enumerate(wishes) if key in wish.takes]
        if takers and key not in given:
            given[key] = min(takers, key=lambda place: held[place] / wishes[place].count)
            held[given[key]] += 1
    return given
