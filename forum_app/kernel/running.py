"""Who works on a data folder right now: a server holds its lock file as long as it lives.

The lock belongs to the open file, so the system frees it even after kill -9; what the file says does not matter.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOCK_FILE = "running.lock"


class AlreadyRunning(SystemExit):
    """Another process of ours works on this data folder."""


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Own the data folder while the block runs. Raises AlreadyRunning when somebody else does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_FILE).open("a+b") as file:
        if not _try_lock(file):
            raise AlreadyRunning(f"The forum already runs on {folder}. Stop it first.")
        try:
            yield
        finally:
            _unlock(file)


def is_running(folder: Path) -> bool:
    """True while a process holds the folder."""
    if not (folder / LOCK_FILE).exists():
        return False
    with (folder / LOCK_FILE).open("a+b") as file:
        free = _try_lock(file)
        if free:
            _unlock(file)
        return not free


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
