"""A coarse ceiling per address on looking up serials: 40 random bits and this make guessing hopeless."""

import threading
from collections import defaultdict

from flask import request

from forum_app.certificates.rules import TooManyLookups
from forum_app.kernel import clock

PER_MINUTE = 60

_lock = threading.Lock()
_minute = 0
_counts: dict[str, int] = defaultdict(int)


def check() -> None:
    """Count this look-up of its address. Raises TooManyLookups above 60 in a minute."""
    global _minute
    minute = int(clock.wall().timestamp()) // 60
    with _lock:
        if minute != _minute:
            _minute = minute
            _counts.clear()
        _counts[request.remote_addr or ""] += 1
        if _counts[request.remote_addr or ""] > PER_MINUTE:
            raise TooManyLookups


def forget() -> None:
    """Start counting anew (tests)."""
    with _lock:
        _counts.clear()
