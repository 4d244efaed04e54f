"""Chance that can be repeated: the same seed makes the same exhibits on every machine and in every Python."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def seed_of(secret: str, *, code: str, version: int, registration_id: str) -> bytes:
    """The seed of one officer's exhibits: HMAC-SHA256 over exercise and registration, keyed by the run's secret."""
    message = f"{code}\0{version}\0{registration_id}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


class Chance:
    """Numbers from SHA-256 over a seed and a counter.

    `random.Random` promises the same stream only for `random()`; what `shuffle` and `choice` make of it may
    change between versions of Python, and printed sheets must still fit their key then.
    """

    def __init__(self, seed: bytes, name: str = "") -> None:
        self._seed = seed + name.encode()
        self._count = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1. 64 bits make the unevenness of the remainder meaningless here."""
        self._count += 1
        block = hashlib.sha256(self._seed + self._count.to_bytes(4)).digest()
        return int.from_bytes(block[:8]) % limit

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def choice(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """All values in another order (Fisher-Yates)."""
        found = list(values)
        for place in range(len(found) - 1, 0, -1):
            other = self.below(place + 1)
            found[place], found[other] = found[other], found[place]
        return found

    def sample(self, values: Sequence[T], count: int) -> list[T]:
        """`count` different ones of the values."""
        return self.shuffled(values)[:count]
