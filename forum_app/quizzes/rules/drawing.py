"""Which questions an attempt asks and in which order: by hash of a seed, so that it can be done again."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules import FIXED_ORDER_KINDS

Named = TypeVar("Named", UUID, str)


class TooFewQuestions(Refusal):
    text = N_("The question bank has only %(found)s questions for this quiz. Ask for fewer, or choose another module.")
    status = 422


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


def pick(candidates: Sequence[tuple[UUID, str]], count: int, *, seed: int) -> list[UUID]:
    """`count` questions out of (question, group) pairs, reproducible, spread evenly over the groups.

    A group is an objective (a module in a pre- or post-test), so that no objective fills a whole quiz.
    Raises TooFewQuestions.
    """
    if len(candidates) < count:
        raise TooFewQuestions(found=len(candidates))
    by_group: dict[str, list[UUID]] = {}
    for question, group in candidates:
        by_group.setdefault(group, []).append(question)
    queues = [in_order_of(seed, by_group[group]) for group in in_order_of(seed, by_group)]
    picked: list[UUID] = []
    while len(picked) < count:
        picked += [queue.pop(0) for queue in queues if queue]
    return picked[:count]
