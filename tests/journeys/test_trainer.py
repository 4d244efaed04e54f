"""A trainer marks an officer from the list to the sign-off and reads the results of a quiz."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.assessments import queries
from forum_app.forums.models import Forum
from tests.factories.accounts import make_person
from tests.factories.assessments import make_practical, make_trainer
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz, take_quiz
from tests.factories.registration import make_registration
from tests.pages import HouseClient


@pytest.fixture
def forum(context: None, at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "14:00"))
    return forum


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_trainer_marks_one_officer_fully_and_goes_on_to_the_next(
    client: HouseClient, forum: Forum, lang: str
) -> None:
    practical = make_practical(forum)
    first = make_registration(forum, badge_number=21, person=make_person("សារ៉ាត់", "ពៅ"))
    second = make_registration(forum, badge_number=22, person=make_person("ធីតា", "លី"))
    client.sign_in(make_trainer(forum)).speak(lang)
    assert client.get("/forums/TEST-1/teach").status_code == 200
    listed = client.get("/forums/TEST-1/skills").get_data(as_text=True)
    assert listed.index("021") < listed.index("022")

    there = f"/forums/TEST-1/skills/{practical.id}/{first.id}"
    page = client.get(there).get_data(as_text=True)
    assert ("021" in page, "ពៅ សារ៉ាត់" in page, "Sok Dara" in page) == (True, True, True)
    for place, level in ((1, "3"), (2, "0")):  # 0: not observed
        client.post(f"{there}?criterion={place}", data={"level": level, "go": "next"})
    early = client.post(f"{there}/summary", data={"go": "sign", "comment": "សូមហាត់បន្ថែម។"})
    assert (early.status_code, "សូមហាត់បន្ថែម។" in early.get_data(as_text=True)) == (422, True)
    client.post(f"{there}?criterion=3", data={"level": "4", "go": "next"})
    assert client.post(f"{there}/summary", data={"go": "sign", "comment": "Practise more."}).status_code == 303
    done = client.get(f"{there}/summary").get_data(as_text=True)
    assert f"/skills/{practical.id}/{second.id}" in done
    assert list(queries.signed_off(forum)) in ([], [first.id])


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_results_of_a_quiz_show_each_question(client: HouseClient, forum: Forum, lang: str) -> None:
    quiz = make_quiz(forum, opened=at(forum, 2, "13:00"))
    for number, right in enumerate([(True,) * 4] * 5 + [(True, False, False, False)], 1):
        take_quiz(quiz, make_registration(forum, badge_number=number), right=right, at=at(forum, 2, "13:05"))
    client.sign_in(make_trainer(forum)).speak(lang)
    page = client.get(f"/forums/TEST-1/quizzes/{quiz.id}").get_data(as_text=True)
    assert (page.count(">5/6<"), page.count(">6/6<")) == (3, 1)
