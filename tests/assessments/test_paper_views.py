"""Sheets on paper and the grid that types them in."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from forum_app.accounts.models import Account
from forum_app.assessments import queries
from forum_app.assessments.models import Practical
from forum_app.kernel.database import db
from tests.factories.accounts import make_person
from tests.factories.assessments import make_group, make_observation, make_practical, make_trainer
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_registration
from tests.pages import HouseClient


@pytest.fixture
def practical(context: None) -> Practical:
    return make_practical(make_forum())


def path(practical: Practical, rest: str) -> str:
    return f"/forums/TEST-1/skills/{practical.id}{rest}"


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_sheet_a_group_and_the_wording_once(client: HouseClient, practical: Practical, lang: str) -> None:
    forum = practical.forum
    groups = [make_group(forum, number) for number in (1, 2)]
    make_registration(forum, badge_number=907, group_id=groups[0].id)
    make_registration(forum, badge_number=812, person=make_person("ធីតា"), group_id=groups[1].id)
    client.sign_in(make_trainer(forum)).speak(lang)
    pages = [page.extract_text() for page in PdfReader(BytesIO(client.get(path(practical, "/sheets.pdf")).data)).pages]
    assert len(pages) == 3
    assert ("907" in pages[0], "812" in pages[0], "812" in pages[1]) == (True, False, True)
    assert "Seen 3.4" in pages[2] and "DF-X1 – 1" in pages[2]
    one = PdfReader(BytesIO(client.get(path(practical, "/sheets.pdf?group=2")).data)).pages
    assert len(one) == 2 and "812" in one[0].extract_text()


def test_everybody_on_one_sheet_where_there_are_no_groups(client: HouseClient, practical: Practical) -> None:
    make_registration(practical.forum, badge_number=7)
    client.sign_in(make_staff(practical.forum))
    pages = PdfReader(BytesIO(client.get(path(practical, "/sheets.pdf")).data)).pages
    assert len(pages) == 2 and "007" in pages[0].extract_text()


def cells(practical: Practical, rows: dict[Any, str]) -> dict[str, str]:
    """One character a cell; a space leaves it empty."""
    criteria = queries.criteria_of(practical)
    return {
        f"c-{person.id}-{criterion.id}": text
        for person, typed in rows.items()
        for criterion, text in zip(criteria, typed.replace(" ", "\0"), strict=True)
        if text != "\0"
    }


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_grid_saves_whole_and_part_rows_at_once(client: HouseClient, practical: Practical, lang: str) -> None:
    trainer = make_trainer(practical.forum)
    people = [make_registration(practical.forum, badge_number=n, person=make_person(f"ធីតា{n}")) for n in (1, 2, 3)]
    client.sign_in(trainer).speak(lang)
    sent = cells(practical, {people[0]: "324", people[1]: "៣-0", people[2]: " 2 "})
    assert client.get(path(practical, "/grid")).status_code == 200
    assert client.post(path(practical, "/grid"), data=sent | {"signs": "y"}).status_code == 303
    own = queries.list_own_observations(practical, trainer)
    shown = [(list(own[one.id].levels.values()), own[one.id].passed) for one in people]
    assert shown == [([3, 2, 4], True), ([3, None, None], False), ([2], None)]
    page = client.get(path(practical, "/grid")).text
    assert page.count(" readonly") == 6
    again = cells(practical, {people[0]: "324", people[2]: "42 "})
    assert client.post(path(practical, "/grid"), data=again).status_code == 303
    assert set(queries.list_own_observations(practical, trainer)[people[2].id].levels.values()) == {2, 4}


def test_a_wrong_digit_saves_nothing_and_keeps_what_was_typed(client: HouseClient, practical: Practical) -> None:
    trainer, registration = make_trainer(practical.forum), make_registration(practical.forum)
    client.sign_in(trainer).speak("en")
    answer = client.post(path(practical, "/grid"), data=cells(practical, {registration: "357"}))
    assert (answer.status_code, "Choose one of the four levels" in answer.text) == (422, True)
    assert answer.text.count('value="7"') == 1
    assert queries.list_own_observations(practical, trainer) == {}


def test_a_refused_row_says_why_and_does_not_hold_up_the_others(client: HouseClient, practical: Practical) -> None:
    trainer = make_trainer(practical.forum)
    people = [make_registration(practical.forum, badge_number=n, person=make_person(f"ធីតា{n}")) for n in (1, 2)]
    make_observation(practical, people[0], trainer, is_signed=True)
    client.sign_in(trainer).speak("en")
    answer = client.post(path(practical, "/grid"), data=cells(practical, {people[0]: "111", people[1]: "222"}))
    assert (answer.status_code, "This assessment is signed off." in answer.text) == (422, True)
    own = queries.list_own_observations(practical, trainer)
    assert [set(own[one.id].levels.values()) for one in people] == [{3}, {2}]


def test_the_grid_costs_the_same_for_one_and_three(
    client: HouseClient, practical: Practical, count_queries: Any
) -> None:
    trainer = make_trainer(practical.forum)
    client.sign_in(trainer)
    costs = []
    for number in (1, 2, 3):
        practical = db.session.get_one(Practical, practical.id)
        trainer = db.session.get_one(Account, trainer.id)
        person = make_registration(practical.forum, badge_number=number, person=make_person(f"ធីតា{number}"))
        make_observation(practical, person, trainer)
        client.get(path(practical, "/grid"))
        with count_queries() as seen:
            client.get(path(practical, "/grid"))
        costs.append(len(seen))
    assert costs[0] == costs[2]


def test_sheets_of_another_forum_are_not_found(client: HouseClient, practical: Practical) -> None:
    other = make_practical(make_forum("TEST-2"))
    client.sign_in(make_trainer(practical.forum))
    assert client.get(f"/forums/TEST-1/skills/{other.id}/sheets.pdf").status_code == 404
