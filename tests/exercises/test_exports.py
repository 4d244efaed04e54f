"""Exhibits as a ZIP."""

import hashlib
import io
import zipfile

import pytest
from flask import Flask

from forum_app.exercises.exports import exhibits_zip
from forum_app.forums.models import Forum
from tests.factories.accounts import make_person
from tests.factories.exercises import make_run, make_set
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def names(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_each_officer_has_a_folder_and_the_same_zip_twice(forum: Forum) -> None:
    run = make_run(forum, make_set("DF-X1", "photo", "chat"))
    one, other = make_registration(forum), make_registration(forum, badge_number=2, person=make_person("ធីតា"))
    content = exhibits_zip(run, [one, other])
    assert content == exhibits_zip(run, [one, other])
    assert {name.split("/")[0] for name in names(content)} == {"DF-X1-001", "DF-X1-002"}
    assert [name.split("/", 1)[1] for name in names(content)][:1] == ["READ-ME.txt"]
    assert len(names(content)) == 6


def test_fixed_files_come_with_a_list_that_fits_them(forum: Forum) -> None:
    row = {"name": "rice.txt", "text": "rice\n", "sha256": ""}
    run = make_run(forum, make_set("DF-X1", "photo", files=[row]))
    archive = zipfile.ZipFile(io.BytesIO(exhibits_zip(run, [make_registration(forum)])))
    assert archive.read("DF-X1-001/files/rice.txt") == b"rice\n"
    digest = hashlib.sha256(b"rice\n").hexdigest()
    assert archive.read("DF-X1-001/files/SHA256SUMS.txt").decode() == f"{digest}  rice.txt\n"


def test_the_read_me_says_in_both_languages_that_all_is_invented(app: Flask, forum: Forum) -> None:
    run, registration = make_run(forum, make_set("DF-X1", "chat")), make_registration(forum)
    with app.test_request_context():
        archive = zipfile.ZipFile(io.BytesIO(exhibits_zip(run, [registration])))
    text = archive.read("DF-X1-001/READ-ME.txt").decode()
    assert "Everything in this folder is invented" in text
    assert "ជារឿងប្រឌិត" in text
    assert "[chat] A chat export about a stolen bicycle" in text
