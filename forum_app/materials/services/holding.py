"""Files that could not be checked are kept apart until the check passes, or removed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel import audit, files
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.kernel.files import StoredFile
from forum_app.materials import imports, rules
from forum_app.materials.models import HeldUpload, Material, MaterialFolder
from forum_app.materials.rules import Upload
from forum_app.materials.services import keeping
from forum_app.programme.models import ForumSession

if TYPE_CHECKING:
    from forum_app.materials.services.adding import MaterialData


def wanted_of(data: "MaterialData") -> dict[str, Any]:
    """What the uploader said, to be said again when the file is released."""
    return {
        "title": [data.title.km, data.title.en],
        "forum_session": str(data.forum_session.id) if data.forum_session else "",
        "folder": str(data.folder.id) if data.folder else "",
        "label": str(data.label),
        "law_only": data.law_only,
        "warning_level": data.warning_level,
    }


def hold(
    forum: Forum,
    upload: Upload,
    stored: StoredFile,
    language: str,
    wanted: dict[str, Any],
    *,
    actor: Account | None,
    at: datetime,
) -> HeldUpload:
    """Keep it apart (inside `transaction()`)."""
    held = HeldUpload(
        forum_id=forum.id,
        language=language,
        file_id=stored.id,
        name=upload.name,
        wanted=wanted,
        reason=upload.held,
        uploaded_by_id=actor.person_id if actor else None,
        uploaded_at=at,
    )
    db.session.add(held)
    db.session.flush()
    audit.record("materials.hold", held, actor=actor, reason=upload.held)
    return held


def release(held: HeldUpload, *, actor: Account, at: datetime) -> Material:
    """Check it once more; when the check passes it becomes what it was uploaded for, not yet published.

    Raises AlreadySettled, StillUnchecked, FileGone, whatever the check refuses, QuotaReached, DiskFull.
    """
    if held.file is None:
        raise rules.AlreadySettled
    name, held_id = held.name, held.id
    with imports.received(name, files.pieces(held.file)) as upload:
        if upload.held:
            raise rules.StillUnchecked
        with keeping.laid_down(upload) as stored, transaction() as session:
            again = session.get_one(HeldUpload, held_id, with_for_update=True)
            keeping.require_room(again.forum, stored.size_bytes - _settle(again, "released", at))
            session.add(stored)
            session.flush()
            material = again.material or _material_of(again, stored, at)
            keeping.show(material, again.language, stored, upload.removed, actor=actor, at=at)
            audit.record("materials.release", again, actor=actor)
            return material


def _material_of(held: HeldUpload, stored: StoredFile, at: datetime) -> Material:
    """The material it was to become; a session or folder that is gone meanwhile is left out."""
    said = held.wanted
    forum_session = db.session.get(ForumSession, UUID(said["forum_session"])) if said["forum_session"] else None
    folder = db.session.get(MaterialFolder, UUID(said["folder"])) if said["folder"] else None
    material = Material(
        forum_id=held.forum_id,
        kind="file",
        title=Bilingual(*said["title"]),
        forum_session_id=forum_session.id if forum_session else None,
        folder_id=folder.id if folder else None,
        label=said["label"],
        law_only=said["law_only"],
        warning_level=said["warning_level"],
        file_km_id=stored.id if held.language == "km" else None,
        file_en_id=stored.id if held.language == "en" else None,
        created_at=at,
    )
    db.session.add(material)
    db.session.flush()
    held.material_id = material.id
    return material


def remove_held(held: HeldUpload, *, actor: Account, at: datetime) -> None:
    """Throw the bytes away; that there was such a file stays on record. Raises AlreadySettled."""
    with transaction():
        _settle(held, "removed", at)
        audit.record("materials.remove_held", held, actor=actor)


def _settle(held: HeldUpload, outcome: str, at: datetime) -> int:
    """Let go of the held bytes; answers how many. Raises AlreadySettled."""
    file = held.file
    if file is None:
        raise rules.AlreadySettled
    size = file.size_bytes
    held.file_id, held.outcome, held.settled_at = None, outcome, at
    db.session.flush()
    files.remove(file)
    return size
