"""Noting who opened what, and giving each reader of a restricted file a copy of their own."""

from datetime import datetime, timedelta
from pathlib import Path

from forum_app.accounts.models import Account
from forum_app.kernel import clock, files
from forum_app.kernel.database import db, transaction
from forum_app.kernel.files import StoredFile
from forum_app.kernel.safe_files import fence, limits
from forum_app.materials import queries, rules
from forum_app.materials.models import HandedCopy, Material, MaterialView
from forum_app.registration.models import Registration

KEPT = timedelta(hours=12)
"""As long as a download over weak wifi may take with all its interruptions; then the copy goes."""


def note_opened(
    material: Material, registration: Registration, *, language: str, at: datetime, goes_on: bool = False
) -> None:
    """An officer opened a material. Noted once a day and language, so that reading on writes nothing.

    What is restricted is noted each time, unless a download only `goes_on`.

    Raises NotOpenNow for TLP:RED after the forum.
    """
    require_open(material, at=at)
    today = clock.local_day(at)
    last = queries.last_opened_at(material, registration, language)
    if last is not None and clock.local_day(last) == today and (goes_on or not material.is_restricted):
        return
    with transaction() as session:
        session.add(MaterialView(material_id=material.id, registration_id=registration.id, language=language, at=at))


def require_open(material: Material, *, at: datetime) -> None:
    """For officers, whichever part of it they ask for. Raises NotOpenNow for TLP:RED after the forum."""
    if not rules.may_be_opened(material.label, last_day=material.forum.ends_on, today=clock.local_day(at)):
        raise rules.NotOpenNow


def hand_out(
    material: Material,
    file: StoredFile,
    *,
    language: str,
    actor: Account,
    at: datetime,
    goes_on: bool = False,
    may_be_plain: bool = False,
) -> StoredFile:
    """The reader's own stamped copy of a restricted file, written down with its fingerprint.

    A download that `goes_on` gets the copy it began with and is no new opening. A file that cannot be stamped goes
    out as it is only where it `may_be_plain` (staff).

    Raises CannotBeStamped, FileGone, DiskFull.
    """
    begun = queries.find_copy(file, actor, at=clock.wall()) if goes_on else None
    if begun is not None:
        return begun
    if not file.download_name.lower().endswith(f".{rules.STAMPED_KIND}"):
        if not may_be_plain:
            raise limits.CannotBeStamped
        _write_down(material, file, file, "", language=language, actor=actor, at=at)
        return file
    line = rules.stamp_line(actor.person.badge_code, clock.local(at), material.label, law_only=material.law_only)
    with files.workshop() as folder:
        stamped = _stamped(folder, file, line)
        with (
            stamped.open("rb") as opened,
            files.laid_down(opened, download_name=file.download_name, content_type=file.content_type) as copy,
            transaction(),
        ):
            _write_down(material, file, copy, line, language=language, actor=actor, at=at)
        return copy


def _stamped(folder: Path, file: StoredFile, line: str) -> Path:
    source, target = folder / "kept", folder / "stamped"
    with source.open("wb") as out:
        out.writelines(files.pieces(file))
    try:
        fence.stamp(source, target, line=line)
    except limits.CouldNotCheck as error:
        raise limits.CannotBeStamped from error
    return target


def _write_down(
    material: Material,
    file: StoredFile,
    copy: StoredFile,
    line: str,
    *,
    language: str,
    actor: Account,
    at: datetime,
) -> None:
    """One row for each opening; the reader's earlier copies of the file are not needed any more."""
    with transaction() as session:
        if copy is not file:
            for older in queries.list_copies(file, actor):
                files.remove(older)
            copy.owner_id, copy.expires_at = actor.id, clock.wall() + KEPT
            session.add(copy)
        session.add(
            HandedCopy(
                material_id=material.id,
                file_id=file.id,
                language=language,
                person_id=actor.person_id,
                at=at,
                stamp=line,
                sha256=copy.sha256,
                size_bytes=copy.size_bytes,
            )
        )
    db.session.refresh(copy)
