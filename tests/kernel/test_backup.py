"""Saving and restoring: the round trip, also under writes, and everything that is refused."""

import json
import stat
import threading
import zipfile

import pytest

from forum_app.accounts.models import Person
from forum_app.kernel import backup, clock, files, running, secrets
from forum_app.kernel.backup import BackupRefused
from forum_app.kernel.database import db, sqlite_module, transaction
from forum_app.kernel.settings import Settings
from tests.factories.accounts import make_person

PHONE = "+85512345678"


@pytest.fixture
def installation(app, context):
    """The settings of an installation with a person, a phone and a file."""
    settings = app.config["FORUM"]
    if settings.database_url:
        pytest.skip("PostgreSQL is saved with pg_dump")
    for path in files.storage().root.iterdir():  # of other tests
        path.unlink()
    make_person(phone=PHONE)
    with transaction():
        files.store(b"contents", download_name="list.xlsx", content_type="text/plain")
    db.session.remove()
    return settings


@pytest.fixture
def saved(installation, tmp_path):
    """A backup of it."""
    target = tmp_path / "forum.zip"
    backup.save(installation, target, at=clock.wall())
    return target


@pytest.fixture
def other(tmp_path):
    """An installation without data that has the same keys."""
    return Settings(data_folder=tmp_path / "other", mode="test")


def rows(path, query):
    """What a database file answers."""
    connection = sqlite_module.connect(str(path))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def repack(source, target, change):
    """The same archive with its members changed: `change(name, content)` gives the new content or None."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_a_round_trip_brings_back_every_row_and_file(installation, saved, other):
    manifest, aside = backup.restore(other, saved, replace=False, at=clock.wall())
    assert aside is None
    assert manifest.counts["people"] == 1
    assert rows(other.sqlite_path, "SELECT family_name_latin FROM people") == [("Sok",)]
    restored = [path.read_bytes() for path in (other.data_folder / "files").iterdir()]
    assert restored == [b"contents"]


def test_the_archive_holds_no_key_and_no_phone_and_only_its_owner_reads_it(installation, saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with zipfile.ZipFile(saved) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert sorted(name.partition("/")[0] for name in names) == ["files", "forum.sqlite3", "manifest.json"]
    assert PHONE.encode() not in everything
    assert secrets.current().session.encode() not in everything
    assert secrets.current().field[0].encode() not in everything


def test_a_backup_under_writes_holds_what_was_acknowledged_before_it(app, installation, tmp_path):
    acknowledged, stop = [], threading.Event()

    def write():
        with app.app_context():
            while not stop.is_set():
                make_person()
                acknowledged.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(3):
            before = len(acknowledged)
            manifest = backup.save(installation, tmp_path / f"{number}.zip", at=clock.wall())
            assert manifest.counts["people"] >= before + 1
    finally:
        stop.set()
        thread.join()
    assert acknowledged


def test_nothing_is_left_beside_the_archive(saved):
    assert [path.name for path in saved.parent.iterdir()] == ["forum.zip"]


def test_an_existing_file_is_not_overwritten(installation, saved):
    with pytest.raises(BackupRefused, match="never overwritten"):
        backup.save(installation, saved, at=clock.wall())


def test_an_empty_folder_cannot_be_saved(other, tmp_path):
    with pytest.raises(BackupRefused, match="no database"):
        backup.save(other, tmp_path / "x.zip", at=clock.wall())


def test_postgresql_is_sent_to_pg_dump(tmp_path):
    settings = Settings(data_folder=tmp_path, mode="test", database_url="postgresql+psycopg://forum@127.0.0.1/forum")
    for refused in (
        lambda: backup.save(settings, tmp_path / "x.zip", at=clock.wall()),
        lambda: backup.restore(settings, tmp_path / "x.zip", replace=True, at=clock.wall()),
    ):
        with pytest.raises(BackupRefused, match="pg_dump"):
            refused()


def test_a_file_that_is_gone_is_named_and_does_not_stop_the_backup(installation, tmp_path):
    for path in (installation.data_folder / "files").iterdir():
        path.unlink()
    manifest = backup.save(installation, tmp_path / "x.zip", at=clock.wall())
    assert len(manifest.missing_files) == 1


def test_restoring_is_refused_while_a_server_runs(saved, other):
    with running.hold(other.data_folder), pytest.raises(BackupRefused, match="Stop it, then restore"):
        backup.restore(other, saved, replace=True, at=clock.wall())


def test_data_is_replaced_only_when_said_and_is_kept_beside(installation, saved, other):
    backup.restore(other, saved, replace=False, at=clock.wall())
    with pytest.raises(BackupRefused, match="--replace"):
        backup.restore(other, saved, replace=False, at=clock.wall())
    _, aside = backup.restore(other, saved, replace=True, at=clock.wall())
    assert rows(aside / "forum.sqlite3", "SELECT count(*) FROM people") == [(1,)]
    assert rows(other.sqlite_path, "SELECT count(*) FROM people") == [(1,)]


def test_other_keys_are_refused_before_anything_is_touched(saved, other, monkeypatch):
    keys = secrets.Keys(
        session="s" * 64, audit=b"a" * 32, index=b"b" * 32, field=secrets.current().field, origin_id="x"
    )
    monkeypatch.setattr(secrets, "_keys", keys)
    with pytest.raises(BackupRefused, match=r"keys\.json"):
        backup.restore(other, saved, replace=True, at=clock.wall())
    assert not other.sqlite_path.exists()


def flip(name, content):
    """Damage the database in the middle."""
    if name != "forum.sqlite3":
        return content
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def without_files(name, content):
    return None if name.startswith("files/") else content


def newer(name, content):
    return json.dumps({**json.loads(content), "format": 2}) if name == "manifest.json" else content


def unknown_migration(name, content):
    return json.dumps({**json.loads(content), "migration": "9999"}) if name == "manifest.json" else content


def other_counts(name, content):
    return json.dumps({**json.loads(content), "counts": {"people": 9}}) if name == "manifest.json" else content


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (flip, "is damaged"),
        (without_files, "does not hold what its manifest lists"),
        (newer, "newer version"),
        (unknown_migration, "newer version"),
        (other_counts, "not the one its manifest describes"),
    ],
)
def test_a_changed_archive_is_refused_with_its_own_sentence(saved, other, tmp_path, change, sentence):
    changed = repack(saved, tmp_path / "changed.zip", change)
    with pytest.raises(BackupRefused, match=sentence):
        backup.restore(other, changed, replace=False, at=clock.wall())
    assert not other.sqlite_path.exists()


def test_a_file_that_is_no_archive_is_refused(other, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"not a zip")
    with pytest.raises(BackupRefused, match="not a whole backup"):
        backup.restore(other, tmp_path / "x.zip", replace=False, at=clock.wall())


def test_a_name_that_would_leave_the_folder_is_refused(saved, other, tmp_path):
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(bad, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        new.writestr("forum.sqlite3", old.read("forum.sqlite3"))
        new.writestr("../outside", b"x")
        manifest["sha256"] = {"forum.sqlite3": manifest["sha256"]["forum.sqlite3"], "../outside": "0" * 64}
        new.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(BackupRefused, match="does not belong"):
        backup.restore(other, bad, replace=False, at=clock.wall())
    assert not (other.data_folder.parent / "outside").exists()


def test_the_commands_say_what_they_did(app, installation, tmp_path):
    runner = app.test_cli_runner()
    saved = runner.invoke(args=["backup", str(tmp_path / "a.zip")])
    assert saved.output.startswith("Saved and verified: ")
    refused = runner.invoke(args=["restore", str(tmp_path / "a.zip")])
    assert refused.exit_code == 1
    assert db.session.query(Person).count() == 1
