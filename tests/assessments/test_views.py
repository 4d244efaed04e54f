"""Pages of skill assessment for trainers, organisers and officers."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.assessments import queries
from forum_app.forums.models import Forum
from tests.factories.accounts import make_person
from tests.factories.assessments import make_observation, make_practical, make_rubric, make_trainer
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import make_session
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def _path(practical: Any, registration: Any, rest: str = "") -> str:
    return f"/forums/TEST-1/skills/{practical.id}/{registration.id}{rest}"


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_trainer_marks_signs_off_and_goes_on(client: HouseClient, forum: Forum, lang: str) -> None:
    practical, trainer = make_practical(forum), make_trainer(forum)
    first = make_registration(forum, badge_number=21)
    second = make_registration(forum, badge_number=22, person=make_person("ធីតា"))
    client.sign_in(trainer).speak(lang)
    assert client.get("/forums/TEST-1/skills").status_code == 200
    page = client.get(_path(practical, first))
    assert "021" in page.text and "Sok" in page.text.title()
    for place in (1, 2, 3):
        answer = client.post(_path(practical, first, f"?criterion={place}"), data={"level": "3", "go": "next"})
        assert answer.status_code == 303
    assert answer.location.endswith("/summary")
    assert client.get(answer.location).status_code == 200
    signed = client.post(_path(practical, first, "/summary"), data={"go": "sign", "comment": "Well done."})
    assert signed.status_code == 303
    page = client.get(_path(practical, first, "/summary"))
    assert _path(practical, second) in page.text
    assert queries.signed_off(forum) == {first.id: frozenset({practical.id})}
    again = client.get(_path(practical, first))
    assert (again.status_code, again.location) == (303, _path(practical, first, "/summary"))


def test_not_observed_previous_and_comment_save_before_they_turn(client: HouseClient, forum: Forum) -> None:
    practical, trainer, registration = make_practical(forum), make_trainer(forum), make_registration(forum)
    client.sign_in(trainer)
    back = client.post(_path(practical, registration, "?criterion=2"), data={"level": "0", "go": "previous"})
    assert back.location == _path(practical, registration, "?criterion=1")
    comment = client.post(_path(practical, registration, "?criterion=1"), data={"level": "4", "go": "comment"})
    assert comment.location == _path(practical, registration, "/summary#comment")
    out = client.post(_path(practical, registration, "?criterion=1"), data={"go": "previous"})
    assert out.location.startswith("/forums/TEST-1/skills?practical=")
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None and set(observation.levels.values()) == {None, 4}
    page = client.get(_path(practical, registration, "?criterion=2"))
    assert 'value="0" checked' in page.text


def test_turning_without_a_choice_records_nothing(client: HouseClient, forum: Forum) -> None:
    practical, trainer, registration = make_practical(forum), make_trainer(forum), make_registration(forum)
    client.sign_in(trainer)
    client.post(_path(practical, registration, "?criterion=1"), data={"go": "next"})
    assert queries.find_observation(practical, registration, trainer) is None


def test_a_wrong_level_is_refused_in_words(client: HouseClient, forum: Forum) -> None:
    practical, trainer, registration = make_practical(forum), make_trainer(forum), make_registration(forum)
    page = client.sign_in(trainer).speak("en").post(_path(practical, registration, "?criterion=1"), data={"level": "9"})
    assert page.status_code == 422
    assert "Choose one of the four levels" in page.text


def test_sign_off_before_the_end_keeps_the_typed_comment(client: HouseClient, forum: Forum) -> None:
    practical, trainer, registration = make_practical(forum), make_trainer(forum), make_registration(forum)
    make_observation(practical, registration, trainer, levels=(3,))
    page = (
        client.sign_in(trainer)
        .speak("en")
        .post(_path(practical, registration, "/summary"), data={"go": "sign", "comment": "Typed and kept."})
    )
    assert page.status_code == 422
    assert "Criteria without a level: 2." in page.text
    assert "Typed and kept." in page.text


def test_a_ready_phrase_and_a_saved_comment(client: HouseClient, forum: Forum) -> None:
    practical, trainer, registration = make_practical(forum), make_trainer(forum), make_registration(forum)
    client.sign_in(trainer).speak("en")
    client.post(_path(practical, registration, "/summary"), data={"go": "phrase-0", "comment": "Good."})
    client.post(
        _path(practical, registration, "/summary"), data={"go": "save", "comment": "Good. Calm and careful. ល្អ។"}
    )
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None and observation.comment == "Good. Calm and careful. ល្អ។"


def test_reopening_from_the_page(client: HouseClient, forum: Forum) -> None:
    practical, trainer, registration = make_practical(forum), make_trainer(forum), make_registration(forum)
    make_observation(practical, registration, trainer, is_signed=True)
    client.sign_in(trainer).speak("en")
    assert client.post(_path(practical, registration, "/reopen"), data={"again-reason": ""}).status_code == 422
    answer = client.post(_path(practical, registration, "/reopen"), data={"again-reason": "wrong officer"})
    assert answer.status_code == 303
    assert queries.signed_off(forum) == {}


def test_the_queue_narrows_to_a_group_and_stays_in_order_of_badges(client: HouseClient, forum: Forum) -> None:
    make_practical(forum)
    make_registration(forum, badge_number=12)
    make_registration(forum, badge_number=3, person=make_person("ធីតា"))
    page = client.sign_in(make_trainer(forum)).get("/forums/TEST-1/skills")
    assert page.text.index("003") < page.text.index("012")
    assert "003" not in client.get("/forums/TEST-1/skills?group=2").text


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_sees_levels_and_comment_only_after_the_sign_off(
    client: HouseClient, forum: Forum, lang: str
) -> None:
    practical, trainer = make_practical(forum), make_trainer(forum)
    account = make_officer(forum)
    registration = queries.queue_of(practical)[0].registration
    make_observation(practical, registration, trainer)
    client.sign_in(account).speak(lang)
    wording = {"km": "កម្រិត 3", "en": "Seen 1.3"}[lang]
    before = client.get("/forums/TEST-1/me/skills")
    assert (before.status_code, wording in before.text) == (200, False)
    make_observation(practical, registration, trainer, is_signed=True)
    assert wording in client.get("/forums/TEST-1/me/skills").text


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_organiser_sets_an_exercise(client: HouseClient, forum: Forum, lang: str) -> None:
    rubric = make_rubric()
    client.sign_in(make_staff(forum)).speak(lang)
    assert client.get("/forums/TEST-1/skills").status_code == 200
    assert client.get("/forums/TEST-1/skills/setup").status_code == 200
    data = {"rubric": str(rubric.id), "forum_session": "", "pass_tenths": "25"}
    assert client.post("/forums/TEST-1/skills/setup", data=data).status_code == 303
    assert [one.pass_tenths for one in queries.list_practicals(forum)] == [25]


def test_an_exercise_twice_in_a_session_is_refused_in_words(client: HouseClient, forum: Forum) -> None:
    forum_session = make_session(forum)
    practical = make_practical(forum, forum_session=forum_session)
    data = {"rubric": str(practical.rubric_id), "forum_session": str(forum_session.id), "pass_tenths": "20"}
    page = client.sign_in(make_staff(forum)).speak("en").post("/forums/TEST-1/skills/setup", data=data)
    assert page.status_code == 422
    assert "This session already has this exercise." in page.text


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("organiser", "", 403),
        ("desk", "", 403),
        ("trainer", "", 200),
        ("lead_trainer", "/summary", 200),
        ("speaker", "/summary", 403),
    ],
)
def test_only_trainers_read_levels(client: HouseClient, forum: Forum, role: str, path: str, status: int) -> None:
    practical, registration = make_practical(forum), make_registration(forum)
    client.sign_in(make_staff(forum, role))
    assert client.get(_path(practical, registration, path)).status_code == status


def test_officers_and_strangers_do_not_see_the_queue(client: HouseClient, forum: Forum) -> None:
    make_practical(forum)
    client.sign_in(make_officer(forum))
    assert client.get("/forums/TEST-1/skills").status_code == 403
    client.sign_in(make_trainer(make_forum("TEST-2")))
    assert client.get("/forums/TEST-1/skills").status_code == 403


def test_a_practical_of_another_forum_is_not_found(client: HouseClient, forum: Forum) -> None:
    other = make_forum("TEST-2")
    practical = make_practical(other)
    registration = make_registration(forum)
    client.sign_in(make_trainer(forum))
    assert client.get(_path(practical, registration)).status_code == 404


def test_the_queue_costs_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    practical, trainer = make_practical(forum), make_trainer(forum)
    client.sign_in(trainer)
    make_observation(practical, make_registration(forum, badge_number=1), trainer)
    client.get("/forums/TEST-1/skills")
    with count_queries() as one:
        client.get("/forums/TEST-1/skills")
    for number in (2, 3):
        person = make_person(f"ធីតា{number}")
        make_observation(practical, make_registration(forum, badge_number=number, person=person), trainer)
    client.get("/forums/TEST-1/skills")
    with count_queries() as three:
        client.get("/forums/TEST-1/skills")
    assert len(three) == len(one)
