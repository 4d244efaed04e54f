"""Bytes under keys: the same behaviour from a folder and from memory, and nothing half kept on a full disk."""

import io
import os
from pathlib import Path

import pytest

from forum_app.kernel import storage
from forum_app.kernel.storage import DiskFull, Entry, LocalFolder, Storage
from tests.factories.memory import InMemory

KEY, OTHER = "0" * 32, "1" * 32


@pytest.fixture(params=["folder", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return LocalFolder(tmp_path / "files") if request.param == "folder" else InMemory()


def test_what_was_put_is_read_whole_and_in_parts(kept: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "CHUNK", 4)
    kept.put(KEY, io.BytesIO(b"0123456789"))
    assert b"".join(kept.read(KEY)) == b"0123456789"
    assert b"".join(kept.read(KEY, start=3)) == b"3456789"
    assert b"".join(kept.read(KEY, start=3, length=5)) == b"34567"
    assert b"".join(kept.read(KEY, start=8, length=50)) == b"89"


def test_a_file_that_nobody_read_is_closed_all_the_same(tmp_path: Path) -> None:
    kept = LocalFolder(tmp_path)
    kept.put(KEY, io.BytesIO(b"abc"))
    pieces = kept.read(KEY)
    pieces.close()  # type: ignore[attr-defined]
    assert list(pieces) == []


def test_a_key_that_is_not_there_is_said_before_the_first_byte(kept: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        kept.read(KEY)
    assert kept.holds(KEY) is False
    kept.remove(KEY)


def test_keys_are_listed_and_removed(kept: Storage) -> None:
    kept.put(KEY, io.BytesIO(b"abc"))
    kept.put(OTHER, io.BytesIO(b"d"))
    assert sorted((entry.key, entry.size_bytes) for entry in kept.entries()) == [(KEY, 3), (OTHER, 1)]
    kept.remove(KEY)
    assert [entry.key for entry in kept.entries()] == [OTHER]


def test_a_full_disk_keeps_nothing(tmp_path: Path) -> None:
    kept = LocalFolder(tmp_path)
    (tmp_path / f"{KEY}.partial").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        kept.put(KEY, io.BytesIO(b"x" * 100_000))
    assert list(kept.entries()) == []


def test_another_fault_of_the_disk_is_not_called_full(tmp_path: Path) -> None:
    kept = LocalFolder(tmp_path)
    (tmp_path / KEY).mkdir()
    (tmp_path / KEY / "x").touch()
    with pytest.raises(OSError, match="directory"):
        kept.put(KEY, io.BytesIO(b"x"))
    assert [path.name for path in tmp_path.iterdir()] == [KEY]
    assert list(kept.entries()) == []


def test_a_memory_that_is_full_says_so_too() -> None:
    kept = InMemory(room=10)
    kept.put(KEY, io.BytesIO(b"0123456789"))
    with pytest.raises(DiskFull):
        kept.put(OTHER, io.BytesIO(b"x"))
    assert kept.holds(OTHER) is False


def test_an_entry_knows_since_when(tmp_path: Path) -> None:
    kept = LocalFolder(tmp_path)
    kept.put(KEY, io.BytesIO(b"x"))
    os.utime(tmp_path / KEY, (100, 200))
    assert list(kept.entries()) == [Entry(KEY, 1, 200.0)]
