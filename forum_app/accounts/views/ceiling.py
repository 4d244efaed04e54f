"""A coarse ceiling per address, against machines only: a whole hotel is one address."""

import threading
from collections import defaultdict

from flask import request

from forum_app.accounts import rules
from forum_app.kernel import clock

PER_MINUTE = 600

_lock = threading.Lock()
_minute = 0
_counts: dict[str, int] = defaultdict(int)


def check() -> None:
    """Count this request of its address. Raises TooManyFromHere above 600 in a minute."""
    global _minute
    minute = int(clock.wall().timestamp()) // 60
    with _lock:
        if minute != _minute:
            _minute = minute
            _counts.clear()
        _counts[request.remote_addr or ""] += 1
        if _counts[request.remote_addr or ""] > PER_MINUTE:
            raise rules.TooManyFromHere
