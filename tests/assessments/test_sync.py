"""Taps of phones that were offline: each once, none lost, none over another device's."""

from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import func, select

from forum_app.assessments import imports, queries, rules, services
from forum_app.assessments.models import MarkingEvent, Practical
from forum_app.attendance import services as attendance
from forum_app.kernel.database import db, transaction
from tests.assessments.acting import Phone, outcomes
from tests.factories.accounts import make_unit
from tests.factories.assessments import make_observation, make_practical, make_rubric, make_trainer
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def practical(context: None) -> Practical:
    return make_practical(make_forum())


def phone(practical: Practical, name: str = "a") -> Phone:
    return Phone(name, practical, at(practical.forum, 2, "10:00"))


def levels(practical: Practical, registration: Any, trainer: Any) -> dict[Any, int | None]:
    found = queries.find_observation(practical, registration, trainer)
    assert found is not None
    return found.levels


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(MarkingEvent)) or 0


def test_taps_are_taken_in_order_and_a_second_sending_changes_nothing(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    criteria, device = queries.criteria_of(practical), phone(practical)
    for criterion, level in zip(criteria, (3, 2, 0), strict=True):
        device.level(registration, criterion, level)
    device.level(registration, criteria[0], 4)
    device.tap("comment", registration, text="ល្អ។", language="km")
    device.tap("sign", registration)
    assert outcomes(device.send(trainer)) == ["accepted"] * 6
    assert outcomes(device.send(trainer)) == ["accepted"] * 6
    found = queries.find_observation(practical, registration, trainer)
    assert found is not None and found.released_at is not None
    assert (found.comment, found.passed) == ("ល្អ។", True)
    assert found.levels == {criteria[0].id: 4, criteria[1].id: 2, criteria[2].id: None}
    assert count_events() == 6


def test_an_older_tap_of_the_same_phone_that_arrives_later_is_overtaken(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    criterion, device = queries.criteria_of(practical)[0], phone(practical)
    first, second = device.level(registration, criterion, 1), device.level(registration, criterion, 3)
    device.waiting = [second, first]
    assert outcomes(device.send(trainer)) == ["accepted", "overtaken"]
    assert levels(practical, registration, trainer) == {criterion.id: 3}


def test_two_devices_on_one_officer_keep_both_and_the_trainer_decides(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    criteria, one, other = queries.criteria_of(practical), phone(practical), phone(practical, "b")
    one.level(registration, criteria[0], 3)
    other.level(registration, criteria[0], 2)
    other.level(registration, criteria[1], 3)
    assert outcomes(one.send(trainer)) == ["accepted"]
    assert outcomes(other.send(trainer)) == ["conflict", "accepted"]
    assert levels(practical, registration, trainer) == {criteria[0].id: 3, criteria[1].id: 3}
    one.level(registration, criteria[2], 3)
    one.tap("sign", registration)
    assert outcomes(one.send(trainer))[-1] == "ConflictOpen"
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None
    (conflict,) = queries.list_conflicts(observation)
    assert (conflict.level, queries.list_conflicts_of(practical, trainer)) == (2, [conflict])
    stranger = make_trainer(practical.forum, "lead_trainer")
    with pytest.raises(rules.NotYours):
        services.settle(conflict, level=2, actor=stranger, at=one.at)
    services.settle(conflict, level=2, actor=trainer, at=one.at)
    with pytest.raises(rules.NoConflict):
        services.settle(conflict, level=3, actor=trainer, at=one.at)
    assert levels(practical, registration, trainer)[criteria[0].id] == 2
    assert outcomes(one.send(trainer))[-1] == "accepted"


def test_comments_of_two_devices_are_both_kept(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    one, other = phone(practical), phone(practical, "b")
    one.tap("comment", registration, text="Calm.")
    other.tap("comment", registration, text="Too fast.")
    assert (outcomes(one.send(trainer)), outcomes(other.send(trainer))) == (["accepted"], ["conflict"])
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None and observation.comment == "Calm."
    services.settle(queries.list_conflicts(observation)[0], text="Calm. Too fast.", actor=trainer, at=one.at)
    assert (observation.comment, queries.list_conflicts(observation)) == ("Calm. Too fast.", [])


def test_a_device_that_had_seen_the_standing_value_may_change_it(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    criterion, one, other = queries.criteria_of(practical)[0], phone(practical), phone(practical, "b")
    first = one.level(registration, criterion, 3)
    one.send(trainer)
    other.level(registration, criterion, 1, seen=first["id"])
    assert outcomes(other.send(trainer)) == ["accepted"]
    same = phone(practical, "c")
    same.level(registration, criterion, 1)
    assert outcomes(same.send(trainer)) == ["agreed"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_devices_come_back_loses_nothing(practical: Practical, order: tuple[int, ...]) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    criteria, devices = queries.criteria_of(practical), [phone(practical, name) for name in "abc"]
    for device, criterion in zip(devices, criteria, strict=True):
        device.level(registration, criterion, 3)
        device.level(registration, criteria[0], 3)
    for index in order:
        assert set(outcomes(devices[index].send(trainer))) <= {"accepted", "agreed"}
    assert levels(practical, registration, trainer) == dict.fromkeys([one.id for one in criteria], 3)
    assert count_events() == 6


def test_a_mark_after_the_sign_off_is_refused_but_stays_beside_the_record(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    make_observation(practical, registration, trainer, is_signed=True)
    device = phone(practical)
    device.level(registration, queries.criteria_of(practical)[0], 1)
    (taken,) = device.send(trainer)
    assert (outcomes([taken]), taken.kept) == (["AlreadySignedOff"], True)
    assert outcomes(device.send(trainer)) == ["refused"]
    kept = db.session.scalars(select(MarkingEvent).where(MarkingEvent.outcome == "refused")).one()
    assert (kept.level, str(kept.id)) == (1, device.waiting[0]["id"])
    assert levels(practical, registration, trainer)[kept.criterion_id] == 3


def test_one_refused_entry_does_not_hold_up_the_others(practical: Practical) -> None:
    forum = practical.forum
    registration, trainer = make_registration(forum), make_trainer(forum)
    stranger = make_registration(make_forum("TEST-2"))
    criteria, device = queries.criteria_of(practical), phone(practical)
    device.level(registration, criteria[0], 3)
    device.level(registration, criteria[1], 7)
    device.level(stranger, criteria[0], 3)
    device.level(registration, make_practical(make_forum("TEST-3")).rubric.criteria[0], 3)
    device.tap("sign", registration)
    device.level(registration, criteria[2], 2)
    found = device.send(trainer)
    assert outcomes(found) == ["accepted", "NoSuchLevel", "NotOfThisForum", "accepted", "Incomplete", "accepted"]
    assert [one.id for one in found] == [entry["id"] for entry in device.waiting]


def test_a_criterion_of_another_exercise_is_refused(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    device = phone(practical)
    device.level(registration, make_rubric("TR-X1").criteria[0], 3)
    assert outcomes(device.send(trainer)) == ["OtherRubric"]


def test_an_officer_recorded_as_absent_is_not_marked(context: None) -> None:
    forum = make_forum()
    forum_session = make_session(forum, day=2, start="09:00", end="11:00")
    practical = make_practical(forum, forum_session=forum_session)
    registration, trainer = make_registration(forum), make_trainer(forum)
    day = next(one for one in forum.days if one.number == 2)
    attendance.correct(
        registration,
        day=day,
        half="morning",
        status="absent",
        reason="Not seen.",
        actor=trainer,
        at=at(forum, 2, "09:30"),
    )
    device = phone(practical)
    device.level(registration, queries.criteria_of(practical)[0], 3)
    assert outcomes(device.send(trainer)) == ["WasAbsent"]


def test_nobody_assesses_the_own_unit(practical: Practical) -> None:
    unit, trainer = make_unit(), make_trainer(practical.forum)
    with transaction():
        trainer.person.unit_id = unit.id
    registration = make_registration(practical.forum, unit_id=unit.id)
    device = phone(practical)
    device.level(registration, queries.criteria_of(practical)[0], 3)
    assert outcomes(device.send(trainer)) == ["OwnUnit"]


def test_the_same_id_with_other_content_or_by_another_trainer_is_refused(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    device = phone(practical)
    entry = device.level(registration, queries.criteria_of(practical)[0], 3)
    device.send(trainer)
    assert outcomes(device.send(make_trainer(practical.forum, "lead_trainer"))) == ["ChangedAfterwards"]
    entry["level"] = 4
    assert outcomes(device.send(trainer)) == ["ChangedAfterwards"]
    assert set(levels(practical, registration, trainer).values()) == {3}


@pytest.mark.parametrize(
    "damage",
    [
        {"id": "x"},
        {"id": None},
        {"kind": "grade"},
        {"practical": 5},
        {"criterion": None},
        {"sequence": -1},
        {"sequence": True},
        {"made_at": "now"},
        {"made_at": 2**60},
        {"device": ""},
        {"device": "ឧបករណ៍"},
        {"language": "fr"},
        {"score": 100},
        {"seen": "later"},
    ],
)
def test_an_entry_that_no_phone_writes_is_refused_by_itself(practical: Practical, damage: dict[str, Any]) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    criteria, device = queries.criteria_of(practical), phone(practical)
    device.level(registration, criteria[0], 3).update(damage)
    device.level(registration, criteria[1], 3)
    assert outcomes(device.send(trainer)) == ["Tampered", "accepted"]


@pytest.mark.parametrize("level", [5, -1, "3", None, True, 2.5])
def test_a_level_that_does_not_exist_is_refused(practical: Practical, level: Any) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    device = phone(practical)
    device.level(registration, queries.criteria_of(practical)[0], level)
    assert outcomes(device.send(trainer)) == ["NoSuchLevel"]


@pytest.mark.parametrize("body", [None, [], "taps", {"taps": {}}, {}])
def test_what_is_no_list_of_taps_is_refused_as_a_whole(body: Any) -> None:
    with pytest.raises(rules.BatchUnreadable):
        imports.read_batch(body)


def test_a_batch_is_bounded() -> None:
    with pytest.raises(rules.BatchTooLong):
        imports.read_batch({"taps": [{}] * 201})


def test_a_clock_that_runs_ahead_is_not_believed(practical: Practical) -> None:
    registration, trainer = make_registration(practical.forum), make_trainer(practical.forum)
    device, received = phone(practical), at(practical.forum, 2, "10:10")
    device.level(registration, queries.criteria_of(practical)[0], 3)["made_at"] += 24 * 3600 * 1000
    device.level(registration, queries.criteria_of(practical)[1], 3)
    device.send(trainer, at=received)
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None
    by_criterion = {mark.criterion_id: mark.at for mark in observation.marks}
    assert list(by_criterion.values()) == [received, device.at]
