"""A second place for bytes, to hold the interface of the first: memory, as small as a test wants it."""

from collections.abc import Iterator
from typing import BinaryIO

from forum_app.kernel.storage import DiskFull, Entry


class InMemory:
    """Keys in a dictionary; `room` is how many bytes there may be in all."""

    def __init__(self, room: int | None = None) -> None:
        self.found: dict[str, bytes] = {}
        self.room = room

    def put(self, key: str, source: BinaryIO) -> None:
        content = source.read()
        if self.room is not None and sum(map(len, self.found.values())) + len(content) > self.room:
            raise DiskFull
        self.found[key] = content

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        if key not in self.found:
            raise FileNotFoundError(key)
        end = None if length is None else start + length
        return iter([self.found[key][start:end]])

    def holds(self, key: str) -> bool:
        return key in self.found

    def remove(self, key: str) -> None:
        self.found.pop(key, None)

    def entries(self) -> Iterator[Entry]:
        return iter([Entry(key, len(content), 0.0) for key, content in self.found.items()])
