"""The round plan: rotation, times, pages, projector, paper, who has not been seen, who came late."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from forum_app.assessments import queries, rules, services
from forum_app.assessments.models import Practical
from forum_app.attendance import services as attendance
from forum_app.kernel.bilingual import Bilingual
from tests.factories.accounts import make_person
from tests.factories.assessments import make_group, make_observation, make_practical, make_trainer
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_registration
from tests.pages import HouseClient


@pytest.mark.parametrize(("stations", "groups"), [(4, 4), (6, 4), (3, 5), (1, 1), (1, 4)])
def test_every_group_meets_every_station_once_and_no_two_meet_at_one(stations: int, groups: int) -> None:
    turns = rules.rotation(stations, groups)
    assert len(turns) == max(stations, groups)
    met = [(group, station) for turn in turns for station, group in enumerate(turn) if group is not None]
    assert sorted(met) == [(group, station) for group in range(groups) for station in range(stations)]
    for turn in turns:
        here = [group for group in turn if group is not None]
        assert len(here) == len(set(here))


def test_rounds_follow_each_other_with_time_to_change(context: None) -> None:
    start = at(make_forum(), 1, "13:30")
    found = rules.rounds(2, 2, starts_at=start, round_minutes=12, change_minutes=3)
    assert [(f"{one.starts_at:%M}", f"{one.ends_at:%M}") for one in found] == [("30", "42"), ("45", "57")]
    assert rules.current_round(found, start) is found[0]
    assert rules.current_round(found, found[0].ends_at) is found[1]
    assert rules.current_round(found, found[1].ends_at) is None
    assert rules.current_round(found, at(make_forum("TEST-2"), 1, "13:00")) is None
    assert rules.current_round([], start) is None


@pytest.fixture
def practical(context: None) -> Practical:
    forum = make_forum()
    for number in (1, 2):
        make_group(forum, number)
    return make_practical(forum, forum_session=make_session(forum, start="13:30", end="14:30"))


def make_plan(practical: Practical, **values: Any) -> Any:
    """Two stations; the second one is assessed."""
    places = [
        services.StationPlace(Bilingual("រោងទី១", "Station one")),
        services.StationPlace(Bilingual("រោងទី២", "Station two"), practical_id=practical.id),
    ]
    values = {"places": places, "round_minutes": 20, "change_minutes": 5, **values}
    return services.make_plan(practical.forum, practical.forum_session, actor=None, **values)  # type: ignore[arg-type]


def test_a_plan_that_does_not_fit_is_refused_with_its_minutes(practical: Practical) -> None:
    with pytest.raises(rules.PlanTooLong) as refused:
        make_plan(practical, round_minutes=30)
    assert refused.value.values == {"needed": 65, "minutes": 60}
    with pytest.raises(rules.NoStations):
        make_plan(practical, places=[])


def test_a_trainer_gets_the_group_that_stands_at_the_station(practical: Practical) -> None:
    trainer = make_trainer(practical.forum)
    assert queries.group_at(practical, trainer, at=at(practical.forum, 1, "13:40")) is None
    make_plan(practical)
    numbers = []
    for moment in ("13:35", "13:56", "14:20"):
        group = queries.group_at(practical, trainer, at=at(practical.forum, 1, moment))
        numbers.append(group.number if group else None)
    assert numbers == [2, 1, None]


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_organiser_makes_the_plan_and_everybody_sees_it(
    client: HouseClient, practical: Practical, lang: str, at_time: Any
) -> None:
    forum, forum_session = practical.forum, practical.forum_session
    assert forum_session is not None
    at_time(at(forum, 1, "13:35"))
    client.sign_in(make_staff(forum)).speak(lang)
    base = f"/forums/TEST-1/skills/rounds/{forum_session.id}"
    assert client.get("/forums/TEST-1/skills/rounds").status_code == 200
    assert client.get(base).location == f"{base}/edit"
    assert client.get(f"{base}/edit").status_code == 200
    data = {"starts_after_minutes": "0", "round_minutes": "20", "change_minutes": "5"}
    data |= {"stations-0-name_en": "First", "stations-1-name_km": "រោង", "stations-1-practical": str(practical.id)}
    data |= {f"stations-{row}-{name}": "" for row in (0, 1) for name in ("room", "trainer")}
    data["stations-0-practical"] = ""
    assert client.post(f"{base}/edit", data=data | {"round_minutes": "40"}).status_code == 422
    assert client.post(f"{base}/edit", data=data).location == base
    make_registration(forum, badge_number=7)
    seen = make_registration(forum, badge_number=8, person=make_person("ធីតា"))
    make_observation(practical, seen, make_trainer(forum))
    day = next(one for one in forum.days if one.number == 1)
    attendance.check_in(seen, day=day, half="afternoon", source="scan", actor=None, at=at(forum, 1, "13:50"))
    page = client.get(base).text
    assert [page.count(badge) for badge in (">007<", "<b>008</b>")] == [1, 1]
    assert "</span>008<" not in page and "13:50" in page
    assert client.get(f"{base}/edit").text.count('value="First"') == 1
    assert client.get(f"{base}/screen").status_code == 200
    paper = PdfReader(BytesIO(client.get(f"{base}/plan.pdf").data)).pages
    assert len(paper) == 1 and "13:55" in paper[0].extract_text()
