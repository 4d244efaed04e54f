"""Saving and restoring an installation: one archive, verified when it is written and before it replaces anything.

The archive holds a copy of the database, the files folder and a manifest. It never holds keys: without the
`keys.json` of its installation nobody reads the phone numbers in it, and nobody can restore it.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import forum_app
from forum_app.kernel import migrations, running, secrets
from forum_app.kernel.database import BUSY_TIMEOUT_MS, Base, sqlite_module
from forum_app.kernel.settings import Settings

DATABASE = "forum.sqlite3"
MANIFEST = "manifest.json"
FORMAT = 1
FILE_NAME = re.compile(r"files/[0-9a-f]{32}")
JOBS = "jobs.sqlite3"
KEPT_ASIDE = ("files", *(name + end for name in (DATABASE, JOBS) for end in ("", "-wal", "-shm")))


class BackupRefused(SystemExit):
    """The backup or restore does not happen; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive must contain, so that a damaged or shortened one is found."""

    version: str
    migration: str
    made_at: str
    counts: dict[str, int]
    """Rows of every table."""
    sha256: dict[str, str]
    """Fingerprint of every member but this one."""
    keys: str
    """Which keys fit, as a keyed fingerprint that reveals none of them."""
    missing_files: list[str] = field(default_factory=list)
    """Files that a row names and that were not on disk when the backup was made."""
    format: int = FORMAT


def save(settings: Settings, target: Path, *, at: datetime) -> Manifest:
    """Write a verified backup of the installation to `target`, also while it is being used.

    Raises BackupRefused on PostgreSQL, when the target exists, or when the copy does not verify.
    """
    _require_sqlite(settings)
    if target.exists():
        raise BackupRefused(f"{target} exists. Choose another name: a backup is never overwritten.")
    if not settings.sqlite_path.exists():
        raise BackupRefused(f"There is no database in {settings.data_folder}.")
    partial = target.with_name(target.name + ".partial")
    with _workshop(target.parent) as workshop:
        copy = workshop / DATABASE
        copy_database(settings.sqlite_path, copy)
        try:
            _pack(partial, copy, settings.data_folder / "files", at=at)
            manifest = unpack(partial, workshop / "verified")
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    partial.replace(target)
    return manifest


def restore(settings: Settings, source: Path, *, replace: bool, at: datetime) -> tuple[Manifest, Path | None]:
    """Put a backup in place of the installation's data. Returns its manifest and where the old data lies now.

    Raises BackupRefused while a server runs here, when there is data and `replace` is not said, or when the archive
    does not verify. Nothing is touched before it does.
    """
    _require_sqlite(settings)
    try:
        with running.hold(settings.data_folder), _workshop(settings.data_folder) as workshop:
            if not replace and holds_data(settings.sqlite_path):
                raise BackupRefused("This data folder is not empty. Say --replace; what it holds is kept beside it.")
            manifest = unpack(source, workshop)
            aside = _put_aside(settings.data_folder, at=at)
            for name in ("files", DATABASE):  # the database last: a row never points at nothing
                if (workshop / name).exists():
                    (workshop / name).replace(settings.data_folder / name)
    except running.AlreadyRunning:
        raise BackupRefused("The forum is running on this data folder. Stop it, then restore.") from None
    return manifest, aside


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy through SQLite's own backup call. Copying the file would miss what stands in its log."""
    with closing(_open(source)) as live, closing(_open(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)


def holds_data(database: Path) -> bool:
    """True when a table of the product has a row."""
    if not database.exists():
        return False
    with closing(_open(database)) as connection:
        return any(_counts(connection).values())


def unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and verify everything. Raises BackupRefused with the first thing that is wrong."""
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = _manifest(opened)
            for name, sha256 in manifest.sha256.items():
                _take_out(opened, name, sha256, folder)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(f"{archive} is not a whole backup ({type(error).__name__}).") from error
    _verify(folder / DATABASE, manifest)
    return manifest


def _require_sqlite(settings: Settings) -> None:
    if not settings.url.startswith("sqlite"):
        raise BackupRefused(
            "The database is PostgreSQL: save it with pg_dump and restore it with pg_restore, and copy the folder "
            f"{settings.data_folder / 'files'} with them."
        )


@contextmanager
def _workshop(beside: Path) -> Iterator[Path]:
    """A private folder on the same disk, so that what is ready is moved and not copied."""
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _open(path: Path) -> Any:
    return sqlite_module.connect(str(path), timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)


def _pack(target: Path, database: Path, files: Path, *, at: datetime) -> None:
    members = {DATABASE: database} | {
        f"files/{path.name}": path for path in sorted(files.glob("*")) if FILE_NAME.fullmatch(f"files/{path.name}")
    }
    with closing(_open(database)) as connection:
        manifest = Manifest(
            version=forum_app.__version__,
            migration=_migration(connection),
            made_at=at.isoformat(),
            counts=_counts(connection),
            sha256={name: _sha256(path) for name, path in members.items()},
            keys=_key_fingerprint(),
            missing_files=sorted(_named_files(connection) - set(members)),
        )
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, path in members.items():
                archive.write(path, name)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        raw.flush()
        os.fsync(raw.fileno())


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    if manifest.format != FORMAT:
        raise BackupRefused("A newer version made this backup. Update the program, then restore.")
    names = set(archive.namelist()) - {MANIFEST}
    if names != set(manifest.sha256) or DATABASE not in names:
        raise BackupRefused("The archive does not hold what its manifest lists.")
    if any(name != DATABASE and not FILE_NAME.fullmatch(name) for name in names):
        raise BackupRefused("The archive holds a file that does not belong into a backup.")
    return manifest


def _take_out(archive: zipfile.ZipFile, name: str, sha256: str, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with archive.open(name) as source, os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())
    if _sha256(target) != sha256:
        raise BackupRefused(f"{name} in the archive is damaged.")


def _verify(database: Path, manifest: Manifest) -> None:
    if manifest.keys != _key_fingerprint():
        raise BackupRefused(
            "The backup was made with other keys. Put the keys.json of its installation into the data folder first."
        )
    if manifest.migration and manifest.migration not in migrations.numbers():
        raise BackupRefused("A newer version made this backup. Update the program, then restore.")
    with closing(_open(database)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BackupRefused("The database in the archive is damaged.")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise BackupRefused("The database in the archive has dangling references.")
        if _counts(connection) != manifest.counts or _migration(connection) != manifest.migration:
            raise BackupRefused("The database in the archive is not the one its manifest describes.")
        for ciphertext in _one_of_each_encrypted_field(connection):
            secrets.decrypt(ciphertext)


def _put_aside(folder: Path, *, at: datetime) -> Path | None:
    present = [name for name in KEPT_ASIDE if (folder / name).exists()]
    if not {DATABASE, "files"} & set(present):
        return None
    aside = folder / f"before-restore-{at:%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    for name in present:
        (folder / name).replace(aside / name)
    return aside


def _tables(connection: Any) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _counts(connection: Any) -> dict[str, int]:
    names = sorted(_tables(connection) & set(Base.metadata.tables))
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _migration(connection: Any) -> str:
    if "alembic_version" not in _tables(connection):
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _named_files(connection: Any) -> set[str]:
    if "stored_files" not in _tables(connection):
        return set()
    return {f"files/{row[0].replace('-', '')}" for row in connection.execute("SELECT id FROM stored_files")}


def _one_of_each_encrypted_field(connection: Any) -> Iterator[str]:
    present = _tables(connection)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, secrets.Encrypted) and table.name in present:
                query = f'SELECT "{column.name}" FROM "{table.name}" WHERE "{column.name}" <> \'\' LIMIT 1'  # noqa: S608
                yield from (row[0] for row in connection.execute(query))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key_fingerprint() -> str:
    return secrets.blind_index(secrets.current().origin_id, purpose="backup")
