"""What the dashboard says comes next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from forum_app.overview import rules
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient

QUIET = rules.DayFacts(
    begun=True,
    over=False,
    in_session=True,
    missing=0,
    undecided=0,
    unconfirmed=0,
    without_group=0,
    open_quizzes=(),
    due_quizzes=(),
    unreleased=(),
    ready_for_certificate=0,
    prepared=0,
    setup_missing=0,
)


def endpoints(facts: rules.DayFacts) -> list[str]:
    return [item.endpoint for item in rules.todo(facts)]


def test_a_quiet_day_asks_for_nothing() -> None:
    assert rules.todo(QUIET) == []


def test_missing_people_come_first_and_only_while_the_half_day_runs() -> None:
    facts = replace(QUIET, missing=3, unconfirmed=1)
    assert endpoints(facts) == ["attendance.matrix", "registration.people"]
    assert endpoints(replace(facts, in_session=False)) == ["registration.people"]


def test_a_quiz_is_opened_then_closed_then_released() -> None:
    facts = replace(
        QUIET,
        due_quizzes=((1, "a"),),
        open_quizzes=((2, "b", 4, 1),),
        unreleased=((3, "c"),),
        undecided=2,
        without_group=1,
    )
    assert [item.target.get("quiz_id") for item in rules.todo(facts)][:3] == [1, 2, 3]


def test_before_the_first_day_the_set_up_comes_first_and_at_the_end_the_certificates() -> None:
    assert endpoints(replace(QUIET, begun=False, setup_missing=2)) == ["overview.setup"]
    assert endpoints(replace(QUIET, ready_for_certificate=1, prepared=1)) == ["certificates.register"] * 2


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_dashboard_is_there_before_during_and_after(
    client: HouseClient, at_time: Callable[[Any], None], lang: str
) -> None:
    forum = make_forum()
    make_session(forum, day=2, start="10:00", end="11:00")
    make_registration(forum)
    client.sign_in(make_staff(forum)).speak(lang)
    for moment in (at(forum, 1, "06:00"), at(forum, 2, "10:20"), at(forum, 3, "18:00")):
        at_time(moment)
        assert client.get(f"/forums/{forum.code}/dashboard").status_code == 200


def test_the_dashboard_costs_the_same_for_one_and_three_people(
    client: HouseClient, count_queries: Callable[[], Any]
) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    make_registration(forum)
    client.get(f"/forums/{forum.code}/dashboard")
    with count_queries() as one:
        client.get(f"/forums/{forum.code}/dashboard")
    for number in (2, 3):
        make_registration(forum, badge_number=number)
    with count_queries() as three:
        client.get(f"/forums/{forum.code}/dashboard")
    assert len(one) == len(three)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_sees_the_day_and_the_programme(
    client: HouseClient, at_time: Callable[[Any], None], lang: str
) -> None:
    forum = make_forum()
    make_session(forum, day=2, start="10:00", end="11:00")
    client.sign_in(make_officer(forum)).speak(lang)
    at_time(at(forum, 2, "10:20"))
    assert client.get(f"/forums/{forum.code}/me").status_code == 200
    assert client.get(f"/forums/{forum.code}/me/programme").status_code == 200


def test_an_officer_of_another_forum_sees_neither(client: HouseClient) -> None:
    forum, other = make_forum(), make_forum("OTHER")
    client.sign_in(make_officer(other))
    assert client.get(f"/forums/{forum.code}/me").status_code == 403
    assert client.get(f"/forums/{forum.code}/dashboard").status_code == 403


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_trainer_has_a_first_page(client: HouseClient, lang: str) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum, "trainer")).speak(lang)
    assert client.get(f"/forums/{forum.code}/teach").status_code == 200


def test_each_role_is_led_to_its_own_first_page(client: HouseClient) -> None:
    forum = make_forum()
    homes = {"organiser": "dashboard", "desk": "desk", "trainer": "teach"}
    for role, page in homes.items():
        client.sign_in(make_staff(forum, role))
        assert client.get("/").location == f"/forums/{forum.code}/{page}"
    client.sign_in(make_officer(forum))
    assert client.get("/").location == f"/forums/{forum.code}/me"


@pytest.mark.parametrize(("hour", "lines"), [("07:00", 0), ("08:30", 1), ("11:00", 1), ("17:00", 0)])
def test_the_line_of_now_stands_between_two_sessions_of_today(
    client: HouseClient, at_time: Callable[[Any], None], hour: str, lines: int
) -> None:
    forum = make_forum()
    make_session(forum, day=1, start="08:00", end="09:00")
    make_session(forum, day=1, start="13:00", end="14:00", code="D1S02")
    client.sign_in(make_staff(forum))
    at_time(at(forum, 1, hour))
    page = client.get(f"/forums/{forum.code}/dashboard").get_data(as_text=True)
    assert page.count('<li class="now">') == lines


def test_no_line_of_now_stands_in_a_day_that_is_still_to_come(
    client: HouseClient, at_time: Callable[[Any], None]
) -> None:
    forum = make_forum()
    make_session(forum, day=1, start="08:00", end="09:00")
    make_session(forum, day=1, start="13:00", end="14:00", code="D1S02")
    client.sign_in(make_staff(forum))
    at_time(at(forum, 1, "10:00") - timedelta(days=9))
    assert '<li class="now">' not in client.get(f"/forums/{forum.code}/dashboard").get_data(as_text=True)
