"""The page that marks offline, its copy, where taps arrive, photos, and two devices that differ."""

import base64
import struct
import zlib
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from forum_app.assessments import imports, queries, rules
from forum_app.assessments.models import ExhibitPhoto, Practical
from forum_app.kernel import files
from forum_app.kernel.database import db, transaction
from tests.assessments.acting import Phone
from tests.factories.accounts import make_person, make_unit
from tests.factories.assessments import make_observation, make_practical, make_trainer
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.registration import make_registration
from tests.pages import HouseClient

SECRET = b"GPS 11.5564N"


def png(*, text: bytes = b"") -> bytes:
    """A picture of one pixel, with a text chunk when asked."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    more = chunk(b"tEXt", b"Comment\0" + text) if text else b""
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + pixels + chunk(b"IEND", b"")


@pytest.fixture
def practical(context: None) -> Practical:
    return make_practical(make_forum())


def path(practical: Practical, rest: str) -> str:
    return f"/forums/TEST-1/skills/{practical.id}{rest}"


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_page_holds_its_sheets_in_both_languages(client: HouseClient, practical: Practical, lang: str) -> None:
    client.sign_in(make_trainer(practical.forum)).speak(lang)
    page = client.get(path(practical, "/phone/first")).text
    assert page.count("<template") == 8
    assert {"km": "មានសមត្ថភាព", "en": "Competent"}[lang] in page


def test_the_copy_holds_people_criteria_and_own_marks_only(client: HouseClient, practical: Practical) -> None:
    forum, trainer = practical.forum, make_trainer(practical.forum)
    unit = make_unit()
    with transaction():
        trainer.person.unit_id = unit.id
    mine = make_registration(forum, badge_number=1)
    other = make_registration(forum, badge_number=2, person=make_person("ធីតា"), unit_id=unit.id)
    make_observation(practical, mine, trainer, levels=(3, None))
    make_observation(practical, mine, make_trainer(forum, "lead_trainer"), levels=(1, 1, 1))
    found = client.sign_in(trainer).get(path(practical, "/pack/first")).get_json()
    assert [(one["badge"], one["blocked"]) for one in found["people"]] == [("001", ""), ("002", "unit")]
    assert [mark["level"] for mark in found["standing"][str(mine.id)]["marks"].values()] == [3, 0]
    assert list(found["standing"]) == [str(mine.id)] and str(other.id) not in found["standing"]
    assert found["criteria"][0]["levels"][0] == {"km": "កម្រិត 1", "en": "Seen 1.1"}
    assert found["phrases"][0].keys() == {"km", "en"}


def test_the_copy_costs_the_same_for_one_and_three(
    client: HouseClient, practical: Practical, count_queries: Any
) -> None:
    trainer = make_trainer(practical.forum)
    client.sign_in(trainer)
    costs = []
    for number in (1, 2, 3):
        registration = make_registration(practical.forum, badge_number=number, person=make_person(f"ធីតា{number}"))
        make_observation(practical, registration, trainer)
        client.get(path(practical, "/pack/first"))
        with count_queries() as seen:
            client.get(path(practical, "/pack/first"))
        costs.append(len(seen))
    assert costs[0] == costs[2]


def test_a_batch_is_answered_entry_by_entry_and_says_what_stands(client: HouseClient, practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    device = Phone("a", practical, at(practical.forum, 2, "10:00"))
    criterion = queries.criteria_of(practical)[0]
    first = device.level(registration, criterion, 3)
    device.level(registration, criterion, 9)
    client.sign_in(trainer).speak("en")
    told = client.post("/forums/TEST-1/skills/sync", json={"taps": device.waiting}).get_json()
    assert [(one["outcome"], one["kept"]) for one in told["taken"]] == [("accepted", True), ("refused", False)]
    assert told["taken"][1]["text"] == "Choose one of the four levels or “not observed”."
    standing = told["standing"][str(practical.id)][str(registration.id)]
    assert standing["marks"][str(criterion.id)] == {"level": 3, "event": first["id"], "carried": False}


@pytest.mark.parametrize(("body", "status"), [(b"{", 422), (b'{"taps": 1}', 422)])
def test_a_batch_that_is_none_is_refused_in_words(
    client: HouseClient, practical: Practical, body: bytes, status: int
) -> None:
    client.sign_in(make_trainer(practical.forum)).speak("en")
    answer = client.post("/forums/TEST-1/skills/sync", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()) == (
        status,
        {"text": "What was sent is no list of marks. Nothing was recorded, and nothing on the phone is lost."},
    )


def test_a_photo_is_kept_without_what_the_camera_wrote(client: HouseClient, practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    client.sign_in(trainer)
    entry = sent(png(text=SECRET))
    for _ in range(2):
        answer = client.post(path(practical, f"/{registration.id}/photo"), json={"operations": [entry]})
        assert answer.get_json() == {"operations": [{"op": entry["op"], "state": "kept"}]}
    photo = db.session.scalars(db.select(ExhibitPhoto)).one()
    assert SECRET not in files.read(photo.file)
    shown = client.get(path(practical, f"/photos/{photo.id}"))
    assert (shown.content_type, shown.data) == ("image/png", files.read(photo.file))
    assert client.get(path(practical, f"/{registration.id}/summary")).text.count(f"/photos/{photo.id}") == 1
    client.sign_in(make_trainer(practical.forum, "lead_trainer"))
    assert client.get(path(practical, f"/photos/{photo.id}")).status_code == 200


def sent(content: bytes) -> dict[str, str]:
    """A photo as a phone's queue sends it."""
    return {"op": str(uuid4()), "content": base64.b64encode(content).decode()}


def test_a_photo_comes_from_a_plain_form_too(client: HouseClient, practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    client.sign_in(trainer)
    body = {"photo": (BytesIO(png(text=SECRET)), "form.png")}
    assert client.post(path(practical, f"/{registration.id}/photo"), data=body).status_code == 303
    assert db.session.scalars(db.select(ExhibitPhoto)).one().file.content_type == "image/png"
    assert client.post(path(practical, f"/{registration.id}/photo"), data={}).status_code == 422


@pytest.mark.parametrize(
    "body", [[], {"operations": 1}, {"operations": [{}]}, {"operations": [{"op": str(uuid4()), "content": "%"}]}]
)
def test_photos_that_no_phone_sends_are_refused(client: HouseClient, practical: Practical, body: Any) -> None:
    registration = make_registration(practical.forum)
    client.sign_in(make_trainer(practical.forum))
    assert client.post(path(practical, f"/{registration.id}/photo"), json=body).status_code == 422


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", png()[:40], b"\xff\xd8\xff\xe0\0\x10JFIF", png().replace(b"IDAT", b"IDAX")]
)
def test_what_is_no_photo_is_refused(client: HouseClient, practical: Practical, content: bytes) -> None:
    registration = make_registration(practical.forum)
    client.sign_in(make_trainer(practical.forum)).speak("en")
    answer = client.post(path(practical, f"/{registration.id}/photo"), json={"operations": [sent(content)]})
    (told,) = answer.get_json()["operations"]
    assert (told["state"], told["text"]) == (
        "refused",
        "This file is no photo. Choose a picture in JPEG or PNG.",
    )


def test_a_photo_is_bounded_in_size() -> None:
    with pytest.raises(rules.PhotoTooLarge):
        imports.without_metadata(b"\x89PNG" + b"\0" * 6_000_000)


def test_one_form_has_three_photos_at_most(client: HouseClient, practical: Practical) -> None:
    registration = make_registration(practical.forum)
    client.sign_in(make_trainer(practical.forum)).speak("en")
    told = []
    for _ in range(4):
        answer = client.post(path(practical, f"/{registration.id}/photo"), json={"operations": [sent(png())]})
        told.append(answer.get_json()["operations"][0].get("text", "saved"))
    assert told == ["saved", "saved", "saved", "There are 3 photos already. More are not needed for one form."]


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_trainer_chooses_between_two_devices(client: HouseClient, practical: Practical, lang: str) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    criterion = queries.criteria_of(practical)[0]
    for name, level, text in (("a", 3, "Calm."), ("b", 1, "Hasty.")):
        device = Phone(name, practical, at(practical.forum, 2, "10:00"))
        device.level(registration, criterion, level)
        device.tap("comment", registration, text=text)
        device.send(trainer)
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None
    by_kind = {one.kind: one for one in queries.list_conflicts(observation)}
    by_level, by_text = by_kind["level"], by_kind["comment"]
    client.sign_in(trainer).speak(lang)
    assert client.get(path(practical, f"/{registration.id}/summary")).text.count("/settle/") == 2
    settle = path(practical, f"/{registration.id}/settle")
    assert client.post(f"{settle}/{by_level.id}", data={"level": "1"}).status_code == 303
    assert client.post(f"{settle}/{by_text.id}", data={"text": "Hasty."}).status_code == 303
    assert client.post(f"{settle}/{by_text.id}", data={"text": "Hasty."}).status_code == 409
    found = queries.find_observation(practical, registration, trainer)
    assert found is not None
    assert (found.levels[criterion.id], found.comment, queries.list_conflicts(found)) == (1, "Hasty.", [])
