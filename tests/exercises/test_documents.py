"""Sheets on paper."""

import io

import pypdf
import pytest
from flask import Flask

from forum_app.exercises import documents
from forum_app.exercises.models import ExerciseRun
from forum_app.forums.models import Forum
from tests.exercises.test_schema import SOUND
from tests.factories.exercises import make_run, make_set, paper, right_answers
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_a_sample_says_so_across_every_sheet(app: Flask, context: None) -> None:
    run = make(make_forum("SAMPLE-1", is_sample=True))
    with app.test_request_context():
        found = pages(documents.trainers_key(run, [], languages="both"))
    assert all("SAMPLE" in text for text in found)


def make(forum: Forum) -> ExerciseRun:
    return make_run(forum, make_set("DF-X1", "photo"))


def test_everybody_gets_the_own_sheets_with_badge_and_the_group_gets_one(app: Flask, forum: Forum) -> None:
    run = make(forum)
    one, other = make_registration(forum, badge_number=31), make_registration(forum, badge_number=32)
    with app.test_request_context():
        found = pages(documents.officers_papers(run, [one, other], languages="en"))
    assert [next((badge for badge in ("031", "032") if badge in text), "") for text in found] == [
        "", "031", "031", "032", "032",
    ]  # fmt: skip
    assert not any("Trainer's key" in text for text in found)


def test_the_key_holds_what_no_officer_gets(app: Flask, forum: Forum) -> None:
    run, registration = make(forum), make_registration(forum, badge_number=31)
    with app.test_request_context():
        key = "\n".join(pages(documents.trainers_key(run, [registration], languages="en")))
        sheets = "\n".join(pages(documents.officers_papers(run, [registration], languages="en")))
    assert "Trainer's key: not for officers" in key
    assert "The file was saved again" in key
    assert "The file was saved again" not in sheets
    assert right_answers(run, registration)["photo.model"] in key


def test_short_sheets_share_a_page_and_what_follows_a_private_one_begins_its_own(app: Flask, forum: Forum) -> None:
    sheets = [paper("officers"), paper("officers"), paper("officers", anonymous=True), paper("officers")]
    run = make_run(forum, make_set("WB-X1", papers=[*sheets, paper("trainer")], is_bare=True))
    with app.test_request_context():
        found = pages(documents.officers_papers(run, [make_registration(forum, badge_number=31)], languages="en"))
    assert [text.count("031") for text in found] == [2, 0, 1]


def test_an_anonymous_sheet_carries_no_name(app: Flask, forum: Forum) -> None:
    sheets = [paper("officers", anonymous=True), paper("trainer")]
    run = make_run(forum, make_set("WB-X1", papers=sheets, is_bare=True))
    with app.test_request_context():
        (text,) = pages(documents.officers_papers(run, [make_registration(forum, badge_number=31)], languages="en"))
    assert ("031" in text, "Point" in text) == (False, True)


@pytest.mark.parametrize("languages", ["km", "en", "both"])
def test_every_kind_of_block_is_printed(app: Flask, forum: Forum, languages: str) -> None:
    sheets = [paper("officers", blocks=SOUND), paper("trainer")]
    run = make_run(forum, make_set("DF-X1", "triage", papers=sheets))
    with app.test_request_context():
        text = pages(documents.officers_papers(run, [make_registration(forum)], languages=languages))[0]
    assert ("Point" in text) is (languages != "km")


def test_an_exercise_without_exhibits_has_a_key_of_its_fixed_sheets_alone(app: Flask, forum: Forum) -> None:
    run = make_run(forum, make_set("WB-X1", is_bare=True))
    with app.test_request_context():
        assert len(pages(documents.trainers_key(run, [make_registration(forum)], languages="en"))) == 1
