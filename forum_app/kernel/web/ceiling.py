"""A coarse ceiling per address, against machines only: a whole hotel is one address."""

import threading
from collections import defaultdict

from flask import request

from forum_app.kernel import clock
from forum_app.kernel.refusal import Refusal


class Ceiling:
    """Counts requests of each address in the running minute, in this process only.

    What must hold over restarts and processes is counted per account in the database; this only keeps a
    machine from asking a thousand times.
    """

    def __init__(self, per_minute: int, refusal: type[Refusal]) -> None:
        self.per_minute = per_minute
        self.refusal = refusal
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = defaultdict(int)

    def check(self) -> None:
        """Count this request of its address. Raises the refusal above the ceiling."""
        minute = int(clock.wall().timestamp()) // 60
        address = request.remote_addr or ""
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[address] += 1
            if self._counts[address] > self.per_minute:
                raise self.refusal

    def forget(self) -> None:
        """Start counting anew (tests)."""
        with self._lock:
            self._counts.clear()
