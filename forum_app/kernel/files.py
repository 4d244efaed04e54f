"""Files that belong to the installation: made documents and uploads, under random names, outside static.

The row is written after the bytes, and the bytes go after the row: a row never points at nothing. What a crash
leaves between the two is found by `clean_up`.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.kernel import clock, jobs
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import Base, WithId, after_commit, db, transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.storage import CHUNK, DiskFull, LocalFolder, Storage, is_full

ORPHANED = timedelta(hours=1)
"""Bytes this old without a row belong to nobody: no request takes as long."""


class FileGone(Refusal):
    text = N_("The file is no longer stored here. Tell the organiser.")
    status = 404


class StoredFile(WithId, Base):
    """What is stored, for whom, and until when."""

    __tablename__ = "stored_files"

    download_name: Mapped[str]
    content_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    owner_id: Mapped[UUID | None]
    """Only this account may fetch it (None: whoever the feature's own policy lets in)."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def key(self) -> str:
        """The name of its bytes in the storage."""
        return self.id.hex


def storage() -> Storage:
    """Where the bytes lie: a folder of the data folder unless the application brought something else."""
    chosen: Storage | None = current_app.extensions.get("storage")
    return chosen or LocalFolder(current_app.config["FORUM"].data_folder / "files")


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder of one's own for half-made files, on the disk of the data; gone afterwards. Raises DiskFull."""
    root: Path = current_app.config["FORUM"].data_folder / "incoming"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=root) as folder:
            yield Path(folder)
    except OSError as error:
        if is_full(error):
            raise DiskFull from error
        raise


def store(
    content: bytes,
    *,
    download_name: str,
    content_type: str,
    owner: HasId | None = None,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Keep these bytes (inside `transaction()`). Raises DiskFull. For what is large: `laid_down`."""
    file = _described(io.BytesIO(content), download_name=download_name, content_type=content_type)
    file.owner_id, file.expires_at = owner.id if owner else None, expires_at
    storage().put(file.key, io.BytesIO(content))
    db.session.add(file)
    return file


@contextmanager
def laid_down(source: BinaryIO, *, download_name: str, content_type: str) -> Iterator[StoredFile]:
    """Keep the bytes of an open file before the transaction that adds the row: writing them takes seconds.

    The block adds the row it is given; if it raises, the bytes go again. Raises DiskFull.
    """
    file = _described(source, download_name=download_name, content_type=content_type)
    key, found = file.key, storage()
    source.seek(0)
    found.put(key, source)
    try:
        yield file
    except BaseException:
        found.remove(key)
        raise


def _described(source: BinaryIO, *, download_name: str, content_type: str) -> StoredFile:
    size, digest = measure(source)
    return StoredFile(
        id=uuid7(),
        download_name=download_name,
        content_type=content_type,
        size_bytes=size,
        sha256=digest,
        created_at=clock.wall(),
    )


def measure(source: BinaryIO) -> tuple[int, str]:
    """Bytes and SHA-256 of an open file, from its beginning."""
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def read(file: StoredFile) -> bytes:
    """All its bytes; for small files. Raises FileGone."""
    return b"".join(pieces(file))


def pieces(file: StoredFile, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Its bytes piece by piece. Raises FileGone, before the first piece."""
    try:
        return storage().read(file.key, start=start, length=length)
    except FileNotFoundError as error:
        raise FileGone from error


def is_here(file: StoredFile) -> bool:
    """True when its bytes are still stored."""
    return storage().holds(file.key)


def remove(file: StoredFile) -> None:
    """Forget row and bytes (inside `transaction()`): the bytes go once the row is gone for certain."""
    key, found = file.key, storage()
    db.session.delete(file)
    after_commit(lambda: found.remove(key))


def clean_up(*, at: datetime) -> int:
    """Remove files past their time, bytes without a row, and half-made files. Returns how many."""
    with transaction() as session:
        expired = list(session.scalars(select(StoredFile).where(StoredFile.expires_at < at)))
        for file in expired:
            remove(file)
    return len(expired) + _remove_orphans(at)


def _remove_orphans(at: datetime) -> int:
    known = {key.hex for key in db.session.scalars(select(StoredFile.id))}
    db.session.rollback()
    found = storage()
    before = (at - ORPHANED).timestamp()
    orphans = [entry.key for entry in found.entries() if entry.key not in known and entry.changed < before]
    for key in orphans:
        found.remove(key)
    return len(orphans)


jobs.hourly(lambda: clean_up(at=clock.wall()))
