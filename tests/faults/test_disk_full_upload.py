"""A disk that is really full while files come in: each place where it can run out says so, and nothing is half kept."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forum_app.application import create_app
from forum_app.kernel import clock, secrets
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.kernel.settings import Settings
from forum_app.materials.models import Material
from tests.factories import crafted
from tests.factories.forums import make_forum, make_staff
from tests.pages import HouseClient

ADD = "/forums/TEST-1/materials/add/file"
ROOM_MB = 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that holds twelve megabytes and not a byte more."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m", "tmpfs", str(tmp_path)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=False)


@pytest.fixture
def installation(small_disk: Path, app: Flask) -> Iterator[Flask]:
    """An application whose data lies on that disk."""
    kept = secrets.current()
    found = create_app(Settings(small_disk, mode="test", jobs="inline", log_level="CRITICAL"))
    found.config["WTF_CSRF_ENABLED"] = False
    found.test_client_class = HouseClient
    with found.app_context():
        db.create_all()
        yield found
        db.session.remove()
        db.engine.dispose()
    clock.use_offset_file(None)
    secrets.use(kept)


def photo(megabytes: float) -> bytes:
    """A JPEG of this size."""
    content = crafted.jpeg()
    return content[:-2] + b"\x12" * round(megabytes * 1024**2) + content[-2:]


def lying_about(folder: Path) -> list[str]:
    """What there is besides the database, its log and the keys."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.parent.name in ("files", "incoming")]
    return sorted(str(path) for path in found)


def test_whichever_step_fills_the_disk_the_form_stays_and_a_smaller_file_goes_in(
    installation: Flask, small_disk: Path
) -> None:
    organiser = make_staff(make_forum())
    client = installation.test_client()
    assert isinstance(client, HouseClient)
    client.sign_in(organiser).speak("en")
    fields = {"title_en": "Typed", "label": "green", "warning_level": "0"}
    refused = 0
    for megabytes in (20, 9, 5, 3):  # while it comes, while it is written again, while it is stored; or it fits
        body = {**fields, "file_en": FileStorage(io.BytesIO(photo(megabytes)), "a.jpg")}
        boundary, encoded = encode_multipart(body)
        page = client.post(ADD, data=encoded, content_type=f"multipart/form-data; boundary={boundary}")
        if page.status_code == 303:
            break
        refused += 1
        assert (page.status_code, "There is no room left on the server" in page.text) == (422, True)
        assert ("Typed" in page.text, lying_about(small_disk)) == (True, [])
        for model in (Material, StoredFile):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0
    small = {**fields, "file_en": (io.BytesIO(photo(0.1)), "a.jpg")}
    assert client.post(ADD, data=small).status_code == 303
    assert refused >= 2
