"""Pages of sheets and exhibits for trainers, organisers and officers."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from forum_app.exercises import queries, services
from forum_app.exercises.forms import field_name
from forum_app.exercises.models import ExerciseRun
from forum_app.forums.models import Forum
from forum_app.forums.queries import find_forum
from forum_app.registration.models import Registration
from tests.factories.accounts import make_person
from tests.factories.assessments import make_trainer, rubric_content
from tests.factories.exercises import make_run, make_set, paper, right_answers, set_content
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient

ALL = "/forums/TEST-1/skills/materials"


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def of(run: ExerciseRun, rest: str = "") -> str:
    return f"{ALL}/{run.id}{rest}"


def own(run: ExerciseRun, rest: str = "") -> str:
    return f"/forums/TEST-1/me/exercises/{run.id}{rest}"


def sent(answers: dict[str, str]) -> dict[str, str]:
    return {field_name(item): text for item, text in answers.items()}


def only(forum: Forum) -> Registration:
    (registration,) = queries.list_people(forum)
    return registration


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_answers_and_sees_the_result_after_the_release(client: HouseClient, forum: Forum, lang: str) -> None:
    run, officer, trainer = make_run(forum), make_officer(forum), make_trainer(forum)
    registration = only(forum)
    client.sign_in(officer).speak(lang)
    assert own(run) in client.get("/forums/TEST-1/me/exercises").text
    page = client.get(own(run))
    assert (page.status_code, right_answers(run, registration)["folder.hash"] in page.text) == (200, False)
    answers = right_answers(run, registration) | {"folder.match": "5"}
    assert client.post(own(run), data=sent(answers)).status_code == 303
    before = client.get(own(run)).text
    counted = {"km": "ត្រូវ 26 ក្នុង 27", "en": "Checked: 26 of 27 are right."}[lang]
    assert (counted in before, "checked" in before) == (False, True)
    services.release(run, actor=trainer, at=at(forum, 2, "10:00"))
    after = client.get(own(run)).text
    assert counted in after
    assert 'type="submit" class="stamp' not in after
    refused = client.post(own(run), data=sent({"folder.match": "6"}))
    assert refused.status_code == 422
    assert queries.answers_of_officer(run, registration)["folder.match"] == "5"


def test_a_wrong_choice_is_refused_and_nothing_typed_is_lost(client: HouseClient, forum: Forum) -> None:
    run, officer = make_run(forum), make_officer(forum)
    client.sign_in(officer).speak("en")
    refused = client.post(own(run), data=sent({"folder.meaning": "7", "folder.match": "6"}))
    assert refused.status_code == 422
    assert ('value="6"' in refused.text, queries.has_answers(run)) == (True, False)
    assert client.post(own(run), data=sent({"folder.match": "x" * 201})).status_code == 422


def test_an_officer_takes_the_own_exhibits_and_nobody_elses(client: HouseClient, forum: Forum) -> None:
    run, officer = make_run(forum), make_officer(forum, badge_number=7)
    other = make_registration(forum, badge_number=8, person=make_person("ធីតា"))
    client.sign_in(officer)
    found = client.get(own(run, "/exhibits.zip"))
    folders = {name.split("/")[0] for name in zipfile.ZipFile(io.BytesIO(found.data)).namelist()}
    assert folders == {"DF-X1-007"}
    for rest in (f"/{other.id}/exhibits.zip", f"/{other.id}", "/key.pdf", "/papers.pdf", "/exhibits.zip", ""):
        assert client.get(of(run, rest)).status_code == 403


def test_an_exercise_without_questions_says_so(client: HouseClient, forum: Forum) -> None:
    exercise_set = make_set("WB-X1", "photo")
    run, officer = make_run(forum, exercise_set), make_officer(forum)
    plain = set_content(is_bare=True)
    services.load_set(rubric_content("WB-X1"), plain, module_code="WB")
    services.renew_run(run, actor=officer, at=at(forum, 1, "08:00"))
    client.sign_in(officer).speak("en")
    assert "This exercise has nothing to answer here." in client.get(own(run)).text
    assert "My exhibits (ZIP)" not in client.get(own(run)).text


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_trainer_prints_reads_the_answers_and_releases(client: HouseClient, forum: Forum, lang: str) -> None:
    run, trainer = make_run(forum, make_set("DF-X1", "photo")), make_trainer(forum)
    registration = make_registration(forum, badge_number=21)
    services.record_answers(run, registration, {"photo.minutes": "1"}, actor=trainer, at=at(forum, 1, "09:00"))
    client.sign_in(trainer).speak(lang)
    assert of(run) in client.get(ALL).text
    page = client.get(of(run)).text
    assert (of(run, f"/{registration.id}") in page, of(run, "/key.pdf?print=km") in page) == (True, True)
    for rest in ("/papers.pdf?print=both", "/papers.pdf?badge=21", "/key.pdf?group=1", "/papers.pdf"):
        found = client.get(of(run, rest))
        assert (found.status_code, found.data[:5]) == (200, b"%PDF-")
    assert client.get(of(run, "/exhibits.zip")).data[:2] == b"PK"
    assert client.get(of(run, f"/{registration.id}/exhibits.zip")).data[:2] == b"PK"
    answers = client.get(of(run, f"/{registration.id}")).text
    assert right_answers(run, registration)["photo.model"] in answers
    assert client.post(of(run, "/release"), data={"go": "release"}).status_code == 303
    assert run.is_released
    assert client.post(of(run, "/release"), data={"go": "release"}).status_code == 409
    assert client.get(of(run)).status_code == 200
    assert client.post(of(run, "/release"), data={"go": "take_back"}).status_code == 303
    assert not run.is_released


def test_an_organiser_sees_counts_and_neither_answers_nor_key(client: HouseClient, forum: Forum) -> None:
    run, organiser = make_run(forum), make_staff(forum, "organiser")
    registration = make_registration(forum, badge_number=21)
    services.record_answers(run, registration, {"folder.match": "6"}, actor=organiser, at=at(forum, 1, "09:00"))
    client.sign_in(organiser).speak("en")
    page = client.get(of(run)).text
    assert ("answered: 1 of 27" in page, "right:" in page, "/key.pdf" in page) == (True, False, False)
    for rest in ("/key.pdf", f"/{registration.id}"):
        assert client.get(of(run, rest)).status_code == 403
    assert client.post(of(run, "/release"), data={"go": "release"}).status_code == 403


def test_a_lead_trainer_chooses_an_exercise_once_and_moves_to_newer_sheets(client: HouseClient, forum: Forum) -> None:
    exercise_set, lead = make_set(), make_trainer(forum, "lead_trainer")
    client.sign_in(lead).speak("en")
    assert "No sheets or exhibits are used" in client.get(ALL).text
    chosen = client.post(f"{ALL}/choose", data={"exercise": str(exercise_set.id), "forum_session": ""})
    (run,) = queries.list_runs(forum)
    assert (chosen.status_code, chosen.location) == (303, of(run))
    again = client.post(f"{ALL}/choose", data={"exercise": str(exercise_set.id), "forum_session": ""})
    assert "already uses the materials" in again.text
    assert client.post(f"{ALL}/choose", data={"exercise": "x", "forum_session": ""}).status_code == 422
    services.load_set(rubric_content(), set_content(papers=[paper("officers"), paper("trainer")]), module_code="DF")
    assert "Use the newer sheets" in client.get(of(run)).text
    assert client.post(of(run, "/renew")).status_code == 303
    assert run.exercise_set.version == 2
    assert client.post(of(run, "/renew")).status_code == 409


def test_the_list_of_officers_counts_its_queries(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    address, seen = of(make_run(forum)), []
    client.sign_in(make_trainer(forum))
    for badges in ((1,), (2, 3)):
        _answer_as(*badges)
        with count_queries() as counted:
            assert client.get(address).status_code == 200
        seen.append(len(counted))
    assert seen[0] == seen[1]


def _answer_as(*badges: int) -> None:
    """Officers with these badge numbers answer one question."""
    forum = find_forum("TEST-1")
    assert forum is not None
    (run,) = queries.list_runs(forum)
    for badge in badges:
        registration = make_registration(forum, badge_number=badge, person=make_person(f"នាម{badge}"))
        services.record_answers(
            run, registration, {"folder.match": "6"}, actor=registration.person, at=at(forum, 1, "09:00")
        )
