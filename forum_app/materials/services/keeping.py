"""Bytes and their versions: within the forum's limits, and never without a row that says who brought them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel import audit, files
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.materials import queries, rules
from forum_app.materials.models import Material, MaterialVersion
from forum_app.materials.rules import Upload


@contextmanager
def laid_down(upload: Upload) -> Iterator[StoredFile]:
    """Its bytes in the storage; gone again if the block raises. Raises DiskFull."""
    with (
        upload.path.open("rb") as opened,
        files.laid_down(opened, download_name=upload.name, content_type=upload.content_type) as stored,
    ):
        yield stored


def require_room(forum: Forum, size: int) -> None:
    """Inside `transaction()`; uploads of one forum queue here. Raises QuotaReached."""
    db.session.get_one(Forum, forum.id, with_for_update=True)
    rules.require_room(size, used=queries.used_bytes(forum), quota_mb=queries.limits_of(forum).quota_mb)


def add_version(
    material: Material,
    language: str,
    stored: StoredFile,
    removed: tuple[str, ...],
    *,
    actor: Account | None,
    at: datetime,
) -> MaterialVersion:
    """The next version of a material in a language (inside `transaction()`)."""
    version = MaterialVersion(
        material_id=material.id,
        language=language,
        number=queries.count_versions(material, language) + 1,
        file_id=stored.id,
        uploaded_by_id=actor.person_id if actor else None,
        uploaded_at=at,
        removed=list(removed),
    )
    db.session.add(version)
    db.session.flush()
    return version


def show(
    material: Material, language: str, stored: StoredFile, removed: tuple[str, ...], *, actor: Account, at: datetime
) -> None:
    """Make this file the newest version (inside `transaction()`)."""
    version = add_version(material, language, stored, removed, actor=actor, at=at)
    if language == "km":
        material.file_km_id = stored.id
    else:
        material.file_en_id = stored.id
    audit.record("materials.version", material, actor=actor, language=language, number=version.number)
