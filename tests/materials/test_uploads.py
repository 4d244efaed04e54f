"""Pages on which files are put up, renewed, filed, held and limited; bad files with real bytes."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forum_app.forums.models import Forum
from forum_app.kernel import files
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.kernel.safe_files import fence
from forum_app.materials import queries, services
from forum_app.materials.models import Material
from tests.factories import crafted
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_file, make_folder, make_held, material_data
from tests.factories.memory import InMemory
from tests.factories.programme import make_session
from tests.pages import HouseClient

HOME = "/forums/TEST-1"
ADD = f"{HOME}/materials/add/file"
VALUES = {"label": "green", "warning_level": "0", "forum_session": "", "folder": "", "is_published": "y"}
HX = {"HX-Request": "true"}


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def with_file(content: bytes, name: str = "a.pdf", **values: str) -> dict[str, Any]:
    return {**VALUES, "title_en": "Typed title", "file_en": (io.BytesIO(content), name), **values}


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_uploader_is_told_what_was_taken_out(client: HouseClient, forum: Forum, lang: str) -> None:
    client.sign_in(make_staff(forum, "trainer")).speak(lang)
    assert client.post(ADD, data=with_file(crafted.jpeg(crafted.exif()), "a.jpg")).status_code == 303
    page = client.get(f"{HOME}/materials").text
    expected = {"en": "author, camera and time of the picture, place (GPS)", "km": "ទីតាំង (GPS)"}[lang]
    assert expected in page
    (material,) = queries.list_materials(forum)
    assert crafted.GPS_CANARY not in files.read(material.files[0][1])


BAD: list[tuple[str, bytes, str]] = [
    ("a.pdf", crafted.png(), "is not really a PDF file"),
    ("a.png", crafted.png(50_000, 50_000), "measures 50000 × 50000 pixels"),
    ("a.pdf", crafted.pdf(crafted.on_open(S="/JavaScript", JS="app.alert(1)")), "contains JavaScript"),
    ("a.pdf", crafted.pdf(lambda writer: writer.add_attachment("x.exe", b"MZ")), "other files attached inside"),
    ("a.pdf", crafted.pdf(crafted.on_open(S="/Launch", F="cmd.exe")), "starts programs or sends data"),
    ("a.docx", crafted.office("docx", {"word/vbaProject.bin": b"x"}), "contains macros"),
    ("a.docx", crafted.office("docx", {"word/media/zeros.bin": b"\0" * 30_000_000}), "becomes too large"),
    ("a.svg", b"<svg onload='alert(1)'/>", "of the kind “svg” is not accepted"),
    ("a.pdf", b"", "is empty"),
    ("a.pdf", crafted.pdf(pages=3)[:400], "is damaged or was cut off"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD)
def test_each_bad_file_has_its_own_sentence_and_leaves_nothing(
    client: HouseClient, forum: Forum, name: str, content: bytes, words: str
) -> None:
    before = len(list(files.storage().entries()))
    page = client.sign_in(make_staff(forum)).speak("en").post(ADD, data=with_file(content, name))
    assert (page.status_code, words in page.text, "Typed title" in page.text) == (422, True, True)
    for model in (Material, StoredFile):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert len(list(files.storage().entries())) == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("x\u202efdp.exe.pdf", "xfdp.exe.pdf"),
        ("ក" * 300 + ".pdf", "ក" * 76 + ".pdf"),
        ("<script>.pdf", "script.pdf"),
    ],
)
def test_a_name_that_plays_tricks_is_tidied(client: HouseClient, forum: Forum, name: str, kept: str) -> None:
    client.sign_in(make_staff(forum))
    assert client.post(ADD, data=with_file(crafted.pdf(), name)).status_code == 303
    (material,) = queries.list_materials(forum)
    assert material.files[0][1].download_name == kept


def test_with_a_script_the_errors_come_alone_and_success_says_where_to_go(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    refused = client.post(ADD, data=with_file(b"", "a.pdf"), headers=HX)
    assert (refused.status_code, "data-errors" in refused.text, "<html" in refused.text) == (422, True, False)
    done = client.post(ADD, data=with_file(crafted.pdf()), headers=HX)
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, f"{HOME}/materials")


def test_a_form_sent_twice_is_one_material(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum))
    op = "0191f7f0-0000-7000-8000-000000000001"
    for _ in range(2):
        assert client.post(ADD, data=with_file(crafted.pdf(), op_id=op)).status_code == 303
    assert len(queries.list_materials(forum)) == 1


def test_a_full_disk_says_so_and_keeps_what_was_typed(client: HouseClient, app: Flask, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    app.extensions["storage"] = InMemory(room=10)
    try:
        page = client.post(ADD, data=with_file(crafted.pdf()))
    finally:
        del app.extensions["storage"]
    assert (page.status_code, "There is no room left on the server" in page.text) == (422, True)
    assert ("Typed title" in page.text, queries.list_materials(forum)) == (True, [])


def test_limits_are_said_and_kept(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    data = {"most_file_mb": "1", "quota_mb": "១"}
    assert client.post(f"{HOME}/materials/limits", data=data).status_code == 303
    assert "at most 1 MB" in client.get(ADD).text
    # Encoded here: the client would leave a temporary file of this size open.
    large = FileStorage(io.BytesIO(b"%PDF-" + b"x" * 1_100_000), "a.pdf")
    boundary, body = encode_multipart({**VALUES, "title_en": "Typed", "file_en": large})
    too_large = client.post(ADD, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert (too_large.status_code, "The file a.pdf is larger than 1 MB." in too_large.text) == (422, True)
    make_file(forum, content=b"x" * 1_000_000)
    full = client.post(ADD, data=with_file(crafted.pdf(pages=500)))
    assert (full.status_code, "may keep 1 MB and has 0 MB left" in full.text) == (422, True)
    wrong = client.post(f"{HOME}/materials/limits", data={"most_file_mb": "200", "quota_mb": "0"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_pages_of_staff_stand_in_both_languages(client: HouseClient, forum: Forum, lang: str) -> None:
    make_held(forum)
    material, folder = make_file(forum, folder=make_folder(forum)), make_folder(forum)
    client.sign_in(make_staff(forum)).speak(lang)
    paths = ["", "/folders", f"/folders/{folder.id}", "/limits", "/held", f"/{material.id}", f"/{material.id}/change"]
    assert [client.get(f"{HOME}/materials{path}").status_code for path in paths] == [200] * len(paths)
    assert client.get(f"{HOME}/me/materials").status_code in (200, 403)


def test_a_new_version_is_put_up_and_a_bad_one_is_refused(client: HouseClient, forum: Forum) -> None:
    material = make_file(forum)
    client.sign_in(make_staff(forum, "trainer")).speak("en")
    address = f"{HOME}/materials/{material.id}/file"
    good = {"language": "km", "file": (io.BytesIO(crafted.pdf(author="SOK Dara")), "new.pdf")}
    assert client.post(address, data=good).location == f"{HOME}/materials/{material.id}"
    assert "Taken out of the file before it was kept: author." in client.get(f"{HOME}/materials/{material.id}").text
    bad = client.post(address, data={"language": "km", "file": (io.BytesIO(crafted.png()), "new.pdf")}, headers=HX)
    assert (bad.status_code, "is not really a PDF file" in bad.text) == (422, True)
    assert client.post(address, data={"language": "km"}).status_code == 422
    with_label = queries.list_materials(forum)[0]
    services.change(with_label, material_data(label="amber"), actor=make_account())
    stamped = client.post(address, data={"language": "km", "file": (io.BytesIO(crafted.png()), "a.png")})
    assert (stamped.status_code, "must be a PDF" in stamped.text) == (422, True)
    assert [one.number for one in queries.list_versions(with_label)] == [2, 1]


def test_what_is_said_is_changed_on_its_page(client: HouseClient, forum: Forum) -> None:
    material, forum_session, folder = make_file(forum), make_session(forum), make_folder(forum)
    client.sign_in(make_staff(forum)).speak("en")
    address = f"{HOME}/materials/{material.id}/change"
    assert 'value="Slides"' in client.get(address).text
    data = {**VALUES, "title_en": "New", "forum_session": str(forum_session.id), "folder": str(folder.id)}
    assert client.post(address, data={**data, "label": "red", "law_only": "y"}).status_code == 303
    (found,) = queries.list_materials(forum)
    assert (found.title.en, found.label, found.law_only, found.folder_id) == ("New", "red", True, folder.id)
    assert client.post(address, data={**data, "title_en": "", "title_km": ""}).status_code == 422


def test_folders_are_kept_on_their_page(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    address = f"{HOME}/materials/folders"
    for title in ("Laws", "Forms"):
        client.post(address, data={"title_en": title})
    assert client.post(address, data={}).status_code == 422
    laws, forms = queries.list_folders(forum)
    client.post(f"{address}/{forms.id}/up")
    client.post(f"{address}/{forms.id}", data={"title_en": "Papers"})
    assert client.post(f"{address}/{forms.id}", data={"title_en": ""}).status_code == 422
    assert [one.title.en for one in queries.list_folders(forum)] == ["Papers", "Laws"]
    make_file(forum, folder=laws)
    page = client.post(f"{address}/{laws.id}/remove")
    assert (page.status_code, "There are materials in this folder" in page.text) == (409, True)
    client.post(f"{address}/{forms.id}/remove")
    assert [one.title.en for one in queries.list_folders(forum)] == ["Laws"]


def test_a_file_that_breaks_the_check_is_held_and_the_organiser_decides(
    client: HouseClient, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    with monkeypatch.context() as broken:
        broken.setattr(fence, "WORKER", "no_such_module")
        for _ in range(2):
            assert client.post(ADD, data=with_file(crafted.pdf())).status_code == 303
        page = client.get(f"{HOME}/materials").text
        assert ("could not be checked. It is held" in page, "2 files could not be checked" in page) == (True, True)
        first, second = queries.list_held(forum)
        address = f"{HOME}/materials/held"
        client.post(f"{address}/{first.id}/check")
        assert "broke down again" in client.get(address).text
    assert queries.list_materials(forum) == []
    client.post(f"{address}/{first.id}/check")
    assert "The check passed" in client.get(address).text
    client.post(f"{address}/{second.id}/remove")
    assert [material.is_published for material in queries.list_materials(forum)] == [False]
    assert queries.list_held(forum) == []
    client.post(f"{address}/{second.id}/remove")
    assert "already released or removed" in client.get(address).text


def test_a_speaker_puts_up_what_a_trainer_publishes_and_renews_only_that(client: HouseClient, forum: Forum) -> None:
    speaker = make_staff(forum, "speaker")
    client.sign_in(speaker).speak("en")
    assert client.post(ADD, data=with_file(crafted.pdf())).status_code == 303
    (own,) = queries.list_materials(forum)
    other = make_file(forum)
    assert own.is_published is False
    page = client.get(f"{HOME}/materials").text
    assert (str(own.id) in page, "Add a lesson" in page, "/publish" in page) == (True, False, False)
    assert client.get(f"{HOME}/materials/{own.id}").status_code == 200
    version = {"language": "km", "file": (io.BytesIO(crafted.pdf()), "new.pdf")}
    assert client.post(f"{HOME}/materials/{own.id}/file", data=version).status_code == 303
    for address in (f"{other.id}", f"{own.id}/change", f"{own.id}/versions/en/1", "folders", "limits", "held"):
        assert client.get(f"{HOME}/materials/{address}").status_code == 403
    assert client.post(f"{HOME}/materials/{own.id}/publish").status_code == 403


def test_an_upload_may_be_larger_than_any_other_form(client: HouseClient, app: Flask, forum: Forum) -> None:
    client.sign_in(make_staff(forum))
    kept, app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_CONTENT_LENGTH"], 1000
    try:
        assert client.post(ADD, data=with_file(crafted.pdf(pages=30))).status_code == 303
        large = {"title_en": "x" * 2000}
        assert client.post(f"{HOME}/materials/folders", data=large).status_code == 413
    finally:
        app.config["MAX_CONTENT_LENGTH"] = kept


def test_lists_of_staff_cost_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    organiser = make_staff(forum)
    material = make_file(forum)
    address = f"{HOME}/materials/{material.id}"

    def measure() -> list[int]:
        counts = []
        for path in (f"{HOME}/materials/held", f"{HOME}/materials/folders", address):
            client.get(path)
            with count_queries() as seen:
                client.get(path)
            counts.append(len(seen))
        return counts

    def more() -> None:
        found = db.session.scalars(select(Forum)).one()
        make_held(found)
        make_file(found, folder=make_folder(found))

    client.sign_in(organiser)
    more()
    one = measure()
    more()
    more()
    assert measure() == one
