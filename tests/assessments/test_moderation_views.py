"""Pages of the lead trainer, of who may assess, and of an officer who asks for a second look."""

from typing import Any

import pytest

from forum_app.assessments import queries
from forum_app.assessments.models import Practical
from forum_app.kernel.database import transaction
from tests.factories.accounts import make_account, make_unit
from tests.factories.assessments import make_observation, make_practical, make_trainer
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient

RULES = {
    "limit_minutes": "5", "needs_lead": "y", "second_percent": "100", "second_seed": "lotus", "differ_by": "2",
    "differ_action": "discussion", "appeal_days": "7",
}  # fmt: skip


@pytest.fixture
def practical(context: None) -> Practical:
    return make_practical(make_forum())


def path(practical: Practical, rest: str) -> str:
    return f"/forums/TEST-1/skills/{practical.id}{rest}"


@pytest.mark.parametrize("lang", ["km", "en"])
def test_from_the_rules_to_an_agreed_result(client: HouseClient, practical: Practical, lang: str) -> None:
    forum, lead = practical.forum, make_trainer(practical.forum, "lead_trainer")
    registration, second = make_registration(forum), make_account(login="second", is_staff=True)
    client.sign_in(lead).speak(lang)
    assert client.get("/forums/TEST-1/skills/setup").status_code == 200
    assert client.get(path(practical, "/rules")).status_code == 200
    assert client.post(path(practical, "/rules"), data={**RULES, "second_seed": ""}).status_code == 422
    assert client.post(path(practical, "/rules"), data=RULES).status_code == 303
    make_observation(practical, registration, make_trainer(forum), levels=(4, 3, 3), is_signed=True)
    make_observation(practical, registration, second, levels=(1, 3, 3), is_signed=True)
    page = client.get(path(practical, "/moderation")).text
    assert page.count("<select") == 3
    agreed = {f"level-{one.id}": "2" for one in queries.criteria_of(practical)} | {"reason": "Talked."}
    assert client.post(path(practical, f"/{registration.id}/agree"), data=agreed).status_code == 303
    assert queries.signed_off(forum) == {registration.id: frozenset({practical.id})}
    assert client.post(path(practical, f"/{registration.id}/agree"), data=agreed).status_code == 409


@pytest.mark.parametrize("lang", ["km", "en"])
def test_confirming_opening_a_resit_and_answering_an_appeal(
    client: HouseClient, practical: Practical, lang: str, at_time: Any
) -> None:
    forum, lead = practical.forum, make_trainer(practical.forum, "lead_trainer")
    at_time(at(forum, 2, "15:00"))
    with transaction():
        practical.needs_lead = True
    officer = make_officer(forum)
    registration = queries.queue_of(practical)[0].registration
    observation = make_observation(practical, registration, make_trainer(forum), levels=(1, 1, 3), is_signed=True)
    client.sign_in(officer).speak(lang)
    appeal = f"/forums/TEST-1/me/skills/{observation.id}/appeal"
    assert client.post(appeal, data={"text": "Look again."}).status_code == 404
    client.sign_in(lead)
    confirmed = client.post(path(practical, "/moderation/confirm"), data={"observation": str(observation.id)})
    assert confirmed.status_code == 303 and queries.list_of_officer(registration)
    client.sign_in(officer)
    assert client.get("/forums/TEST-1/me/skills").text.count("Seen" if lang == "en" else "កម្រិត 3") >= 2
    assert client.post(appeal, data={"text": "Look again."}).status_code == 303
    client.sign_in(lead)
    found = queries.list_appeals(forum)
    assert client.get("/forums/TEST-1/skills/appeals").text.count("Look again.") == 1
    decision = {"decision": "kept", "answer": "Two saw it."}
    assert client.post(f"/forums/TEST-1/skills/appeals/{found[0].id}", data=decision).status_code == 303
    resit = path(practical, f"/moderation/resit/{observation.id}")
    assert client.post(resit, data={"reason": ""}).status_code == 422
    assert client.post(resit, data={"reason": "Practise sealing."}).status_code == 303
    client.sign_in(officer)
    page = client.get("/forums/TEST-1/me/skills").text
    assert (page.count("Two saw it."), page.count("Practise sealing.")) == (1, 1)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_who_may_assess_is_on_record(client: HouseClient, practical: Practical, lang: str) -> None:
    forum, unit = practical.forum, make_unit()
    trainer, organiser = make_trainer(forum), make_staff(forum)
    with transaction():
        trainer.person.unit_id = unit.id
    base = f"/forums/TEST-1/skills/trainers/{trainer.id}"
    client.sign_in(organiser).speak(lang)
    data = {"title_en": "Assessor, level 2", "issuer": "Academy", "expires_on": "2024-01-31"}
    assert client.post(f"{base}/qualification", data=data).status_code == 303
    assert client.post(f"{base}/own-unit", data={"reason": "", "go": "allow"}).status_code == 422
    assert client.post(f"{base}/own-unit", data={"reason": "Alone.", "go": "allow"}).status_code == 303
    page = client.get("/forums/TEST-1/skills/trainers").text
    assert (page.count("Assessor, level 2"), page.count("Alone.")) == (1, 1)
    assert client.post(f"{base}/own-unit", data={"go": "forbid"}).status_code == 303
    assert "Alone." not in client.get("/forums/TEST-1/skills/trainers").text
    stranger = make_trainer(make_forum("TEST-2"))
    assert (
        client.post(f"/forums/TEST-1/skills/trainers/{stranger.id}/own-unit", data={"reason": "x"}).status_code == 404
    )
    client.sign_in(trainer)
    assert client.post(f"{base}/own-unit", data={"reason": "I am alone.", "go": "allow"}).status_code == 403
    assert client.get(path(practical, "/moderation")).status_code == 403
