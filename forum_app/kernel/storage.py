"""Where the bytes of files lie: one small interface, and the local folder that it usually is.

A second implementation (a bucket, say) has these five methods and is put into `app.extensions["storage"]`.
"""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from forum_app.kernel.refusal import N_, Refusal

CHUNK = 256 * 1024
PARTIAL = ".partial"


class DiskFull(Refusal):
    text = N_("There is no room left on the server for this file. Nothing was saved. Tell the organiser.")
    status = 507


@dataclass(frozen=True, slots=True)
class Entry:
    """A key that holds bytes, and since when (seconds since 1970)."""

    key: str
    size_bytes: int
    changed: float


class Storage(Protocol):
    """Bytes under keys of 32 hexadecimal digits. What is there never changes: another content is another key."""

    def put(self, key: str, source: BinaryIO) -> None:
        """Keep everything that `source` still holds, or nothing. Raises DiskFull."""

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces, from `start`, at most `length`. Raises FileNotFoundError before the first piece."""

    def holds(self, key: str) -> bool:
        """True when the key is there, whole."""

    def remove(self, key: str) -> None:
        """Forget the key; one that is not there is no error."""

    def entries(self) -> Iterator[Entry]:
        """All keys, and what an interrupted `put` left behind."""


class LocalFolder:
    """A folder on this machine, one file a key."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, source: BinaryIO) -> None:
        partial = self.root / f"{key}{PARTIAL}"
        try:
            with partial.open("wb") as handle:
                while chunk := source.read(CHUNK):
                    handle.write(chunk)
                handle.flush()
                os.fsync(handle.fileno())
            partial.replace(self.root / key)
        except OSError as error:
            partial.unlink(missing_ok=True)
            if is_full(error):
                raise DiskFull from error
            raise

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        handle = (self.root / key).open("rb")
        handle.seek(start)
        return _Pieces(handle, length)

    def holds(self, key: str) -> bool:
        return (self.root / key).exists()

    def remove(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def entries(self) -> Iterator[Entry]:
        for path in self.root.iterdir():
            if path.is_file():
                found = path.stat()
                yield Entry(path.name, found.st_size, found.st_mtime)


class _Pieces:
    """A file's bytes in pieces. A generator that was never begun would leave the file open (a HEAD request, say)."""

    def __init__(self, handle: BinaryIO, length: int | None) -> None:
        self._handle, self._left = handle, length

    def __iter__(self) -> "_Pieces":
        return self

    def __next__(self) -> bytes:
        if self._handle.closed:
            raise StopIteration
        wanted = CHUNK if self._left is None else min(CHUNK, self._left)
        chunk = self._handle.read(wanted)
        self._left = None if self._left is None else self._left - len(chunk)
        if len(chunk) < wanted or self._left == 0:
            self.close()  # at once: whoever has the last piece may never ask for another
        if not chunk:
            raise StopIteration
        return chunk

    def close(self) -> None:
        self._handle.close()


def is_full(error: OSError) -> bool:
    """True when the disk, or this user's share of it, has no room left."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
