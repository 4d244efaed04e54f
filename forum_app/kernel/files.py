"""Files that belong to the data folder: made documents and uploads, under random names, outside static."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.kernel import clock
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import Base, WithId, db
from forum_app.kernel.identifiers import uuid7


class StoredFile(WithId, Base):
    """What lies on disk, for whom, and until when."""

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
    def path(self) -> Path:
        return folder() / self.id.hex


def folder() -> Path:
    """Where the bytes lie."""
    target: Path = current_app.config["FORUM"].data_folder / "files"
    target.mkdir(parents=True, exist_ok=True)
    return target


def store(
    content: bytes,
    *,
    download_name: str,
    content_type: str,
    owner: HasId | None = None,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Write the bytes, then the row (inside `transaction()`): a row never points at nothing."""
    file = StoredFile(
        id=uuid7(),
        download_name=download_name,
        content_type=content_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        owner_id=owner.id if owner else None,
        created_at=clock.wall(),
        expires_at=expires_at,
    )
    partial = file.path.with_suffix(".partial")
    with partial.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    partial.replace(file.path)
    db.session.add(file)
    return file
