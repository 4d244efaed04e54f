"""Stored files: kept whole or not at all, cleaned up after, and read from wherever they lie."""

import hashlib
import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.kernel import clock, files, jobs
from forum_app.kernel.database import db, transaction
from forum_app.kernel.files import StoredFile
from forum_app.kernel.storage import DiskFull, LocalFolder
from forum_app.kernel.web.downloads import PDF, XLSX
from tests.factories.memory import InMemory


@pytest.fixture
def elsewhere(app: Flask) -> Iterator[InMemory]:
    """The installation keeps its bytes in memory instead of its folder."""
    app.extensions["storage"] = InMemory(room=1000)
    yield app.extensions["storage"]
    del app.extensions["storage"]


def keep(content: bytes = b"x", **values: Any) -> StoredFile:
    with transaction():
        return files.store(content, **{"download_name": "x.pdf", "content_type": PDF, **values})


def test_the_bytes_lie_under_a_random_name_before_the_row_exists(context: None) -> None:
    content = "ឯកសារ".encode()
    file = keep(content, download_name="បញ្ជី.xlsx", content_type=XLSX)
    assert files.read(file) == content
    assert (file.key, file.sha256, file.size_bytes) == (file.id.hex, hashlib.sha256(content).hexdigest(), 15)
    assert files.storage().holds(file.key) is True


def test_an_open_file_is_kept_from_its_beginning_before_its_row(context: None) -> None:
    source = io.BytesIO(b"0123456789")
    source.seek(7)
    with files.laid_down(source, download_name="x.pdf", content_type=PDF) as file, transaction() as session:
        session.add(file)
    assert (files.read(file), b"".join(files.pieces(file, start=2, length=3))) == (b"0123456789", b"234")


def test_a_transaction_that_failed_leaves_no_row(context: None) -> None:
    def fail() -> None:
        with transaction():
            files.store(b"x", download_name="x", content_type=PDF)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert db.session.scalar(select(StoredFile)) is None


def test_bytes_laid_down_for_nothing_go_again(context: None, elsewhere: InMemory) -> None:
    def fail() -> None:
        with files.laid_down(io.BytesIO(b"x"), download_name="x.pdf", content_type=PDF):
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert elsewhere.found == {}


def test_bytes_that_are_gone_are_said_to_be(context: None) -> None:
    file = keep()
    files.storage().remove(file.key)
    assert files.is_here(file) is False
    with pytest.raises(files.FileGone):
        files.read(file)


def test_everything_works_in_another_storage(context: None, elsewhere: InMemory) -> None:
    file = keep(b"abc")
    assert (files.read(file), elsewhere.found) == (b"abc", {file.key: b"abc"})
    with transaction():
        files.remove(file)
    assert elsewhere.found == {}


def test_a_full_storage_leaves_neither_row_nor_bytes(context: None, elsewhere: InMemory) -> None:
    with pytest.raises(DiskFull):
        keep(b"x" * 1001)
    assert (db.session.scalar(select(StoredFile)), elsewhere.found) == (None, {})


def test_bytes_go_only_after_their_row(context: None, elsewhere: InMemory) -> None:
    file = keep(b"abc")

    def fail() -> None:
        with transaction():
            files.remove(file)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert list(elsewhere.found.values()) == [b"abc"]


def test_cleaning_up_takes_what_is_past_its_time_and_what_nobody_names(context: None) -> None:
    at = clock.wall()
    kept, past = keep(b"kept", expires_at=at + timedelta(hours=1)), keep(b"past", expires_at=at - timedelta(hours=1))
    past_key, storage = past.key, files.storage()
    assert isinstance(storage, LocalFolder)
    for name, age in (("f" * 32, 2), ("e" * 32, 0), (f"{'d' * 32}.partial", 2)):
        (storage.root / name).write_bytes(b"orphan")
        moment = (at - timedelta(hours=age)).timestamp()
        os.utime(storage.root / name, (moment, moment))
    before = {entry.key for entry in storage.entries()}
    gone = before - {entry.key for entry in storage.entries()} if files.clean_up(at=at) < 3 else None
    after = {entry.key for entry in storage.entries()}
    assert gone is None
    assert {past_key, "f" * 32, f"{'d' * 32}.partial"} <= before - after
    assert {kept.key, "e" * 32} <= after
    (storage.root / ("e" * 32)).unlink()


def test_the_server_cleans_up_every_hour_and_one_fault_stops_no_other_chore(
    context: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = keep(expires_at=clock.wall() - timedelta(hours=1)).key
    done: list[str] = []

    def fail() -> None:
        raise ValueError("stop")

    monkeypatch.setattr(jobs, "_hourly", [fail, *jobs._hourly, lambda: done.append("after")])
    jobs.do_chores()
    assert (files.storage().holds(past), done) == (False, ["after"])


def test_a_command_cleans_up_too(app: Flask, context: None) -> None:
    keep(expires_at=clock.wall() - timedelta(hours=1))
    result = app.test_cli_runner().invoke(args=["files", "clean"])
    assert (result.exit_code, result.output.startswith("Removed: ")) == (0, True)
    assert db.session.scalar(select(StoredFile)) is None


def test_half_made_files_lie_beside_the_data_and_go(app: Flask, context: None) -> None:
    with files.workshop() as folder:
        (folder / "x").write_bytes(b"x")
        assert folder.parent == app.config["FORUM"].data_folder / "incoming"
    assert folder.exists() is False


@pytest.mark.parametrize(("name", "expected"), [("/dev/full", DiskFull), ("/proc/x", OSError)])
def test_a_full_disk_is_recognised_while_something_is_being_made(
    context: None, name: str, expected: type[Exception]
) -> None:
    def write() -> None:
        with files.workshop(), Path(name).open("wb", buffering=0) as out:
            out.write(b"x")

    with pytest.raises(expected):
        write()
