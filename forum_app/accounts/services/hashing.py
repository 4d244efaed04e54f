"""Argon2id, two at a time: more at once only make each other slower (security.md 3).

Hash before `transaction()`, never inside: the write lock is the whole server's.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum_app.accounts import rules

AT_ONCE = 2
PATIENCE_SECONDS = 10

# OWASP's minimum for argon2id: 19 MiB, two passes, one lane (34 ms on the reference machine).
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def _one_of_two() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise rules.ServerBusy
    try:
        yield
    finally:
        _places.release()


def hash_secret(secret: str) -> str:
    """What the database keeps of a password or PIN. Raises ServerBusy after ten seconds in the queue."""
    with _one_of_two():
        return _hasher.hash(secret)


def matches(stored: str | None, secret: str) -> bool:
    """True when the secret fits. Without a stored hash the same work is done for nothing, so time tells nothing."""
    wanted = stored or _nobodys_hash()
    with _one_of_two():
        try:
            _hasher.verify(wanted, secret)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """True when the hash was made with older figures and should be made anew."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody signs in with this")
