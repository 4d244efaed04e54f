"""Work that is handed in, claimed, reviewed and signed off."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from forum_app.accounts.models import Account
from forum_app.assessments import queries, rules, services
from forum_app.assessments.models import Practical
from forum_app.kernel.database import db, transaction
from forum_app.registration.models import Registration
from tests.assessments.test_phone_views import png
from tests.factories.accounts import make_person
from tests.factories.assessments import make_observation, make_practical, make_trainer
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient


@pytest.fixture
def practical(context: None) -> Practical:
    practical = make_practical(make_forum())
    with transaction():
        practical.is_written = True
    return practical


def hand_in(practical: Practical, registration: Registration, actor: Account, time: str = "10:00") -> Any:
    moment = at(practical.forum, 2, time)
    return services.hand_in(practical, registration, text="The form has two gaps.", work=None, actor=actor, at=moment)


def test_work_may_be_replaced_until_it_is_reviewed(practical: Practical) -> None:
    officer, trainer = make_officer(practical.forum), make_trainer(practical.forum)
    registration = queries.queue_of(practical)[0].registration
    assert hand_in(practical, registration, officer) is hand_in(practical, registration, officer, "10:05")
    with pytest.raises(rules.NoWork):
        services.hand_in(
            practical, registration, text=" ", work=None, actor=officer, at=at(practical.forum, 2, "11:00")
        )
    make_observation(practical, registration, trainer, is_signed=True)
    with pytest.raises(rules.AlreadySignedOff):
        hand_in(practical, registration, officer)
    with transaction():
        practical.is_written = False
    with pytest.raises(rules.NotWritten):
        hand_in(practical, registration, officer)


def test_a_claim_keeps_others_away_for_half_an_hour(practical: Practical) -> None:
    forum, registration = practical.forum, make_registration(practical.forum)
    one, other = make_trainer(forum), make_trainer(forum, "lead_trainer")
    work, start = hand_in(practical, registration, one), at(forum, 2, "11:00")
    services.claim(work, actor=one, at=start)
    with pytest.raises(rules.ClaimedByOther):
        services.claim(work, actor=other, at=start + timedelta(minutes=29))
    waiting = queries.list_waiting(forum, other, at=start)
    assert [(one.is_mine, one.is_taken) for one in waiting] == [(False, True)]
    services.claim(work, actor=one, at=start + timedelta(minutes=20))
    with pytest.raises(rules.ClaimedByOther):
        services.claim(work, actor=other, at=start + timedelta(minutes=49))
    services.claim(work, actor=other, at=start + timedelta(minutes=50))
    services.let_go(work, actor=one)
    assert work.claimed_by_id == other.id
    services.let_go(work, actor=other)
    assert work.claimed_by_id is None


def test_a_file_is_bounded_in_size() -> None:
    rules.require_work_size(10_000_000)
    with pytest.raises(rules.WorkTooLarge):
        rules.require_work_size(10_000_001)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_hands_in_and_a_trainer_reviews(client: HouseClient, practical: Practical, lang: str) -> None:
    forum, trainer = practical.forum, make_trainer(practical.forum)
    officer = make_officer(forum)
    base = f"/forums/TEST-1/me/skills/{practical.id}/work"
    client.sign_in(officer).speak(lang)
    assert client.get("/forums/TEST-1/me/skills").text.count(base) == 1
    assert client.post(base, data={"text": ""}).status_code == 422
    exe = {"text": "x", "file": (BytesIO(b"MZ"), "form.exe")}
    assert client.post(base, data=exe).status_code == 422
    sent = {"text": "Two gaps: time, signature.", "file": (BytesIO(png(text=b"GPS 11.5N")), "form.png")}
    assert client.post(base, data=sent).status_code == 303
    assert "form.png" in client.get(base).text
    other = make_registration(forum, badge_number=2, person=make_person("ធីតា"))
    hand_in(practical, other, trainer)
    client.sign_in(trainer)
    assert client.get("/forums/TEST-1/skills/works").text.count("/skills/works/") >= 2
    first = queries.list_waiting(forum, trainer, at=at(forum, 2, "12:00"))[0].submission
    review = f"/forums/TEST-1/skills/works/{first.id}"
    assert client.get(review).status_code == 200
    levels = {f"level-{one.id}": "3" for one in queries.criteria_of(practical)}
    assert client.post(review, data={"go": "sign", "comment": "Good."}).status_code == 422
    phrase = client.post(review, data={**levels, "go": "phrase", "comment": "Complete and clear."})
    assert phrase.location == review
    assert client.get(review).text.count("Complete and clear.") == 2
    signed = client.post(review, data={**levels, "go": "sign", "comment": "Good."})
    assert signed.location.startswith("/forums/TEST-1/skills/works/")
    assert len(queries.list_waiting(forum, trainer, at=at(forum, 2, "12:00"))) == 1
    assert client.post(signed.location, data={"go": "let_go"}).location == "/forums/TEST-1/skills/works"
    work = queries.find_submission(practical, queries.queue_of(practical)[0].registration)
    assert work is not None
    file = client.get(f"/forums/TEST-1/skills/works/{work.id}/file")
    assert (file.status_code, b"GPS" in file.data) == (200, False)


def test_the_queue_costs_the_same_for_one_and_three(
    client: HouseClient, practical: Practical, count_queries: Any
) -> None:
    trainer = make_trainer(practical.forum)
    client.sign_in(trainer)
    people = [make_registration(practical.forum, badge_number=n, person=make_person(f"ធីតា{n}")) for n in (1, 2, 3)]
    keys = practical.id, trainer.id
    later = [one.id for one in people[1:]]
    hand_in(practical, people[0], trainer)
    client.get("/forums/TEST-1/skills/works")
    with count_queries() as one:
        client.get("/forums/TEST-1/skills/works")
    practical, trainer = db.session.get_one(Practical, keys[0]), db.session.get_one(Account, keys[1])
    for key in later:
        hand_in(practical, db.session.get_one(Registration, key), trainer)
    client.get("/forums/TEST-1/skills/works")
    with count_queries() as three:
        client.get("/forums/TEST-1/skills/works")
    assert len(one) == len(three)
