"""Loading exercises, marking, signing off, reopening."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.assessments import queries, rules, services
from forum_app.assessments.models import Criterion, Mark, Observation, Practical, Rubric, SignOff
from forum_app.kernel.database import db, transaction
from tests.factories.assessments import (
    make_observation,
    make_practical,
    make_rubric,
    make_trainer,
    rubric_content,
)
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_loading_an_exercise_twice_changes_nothing() -> None:
    assert services.load_rubric(rubric_content()) is True
    assert services.load_rubric(rubric_content()) is False
    assert (count(Rubric), count(Criterion)) == (1, 3)


def test_new_wording_replaces_the_old_one_while_nobody_is_marked() -> None:
    make_rubric()
    services.load_rubric(rubric_content(criteria=4))
    assert (count(Rubric), count(Criterion)) == (1, 4)


def test_new_wording_becomes_a_version_once_somebody_is_marked() -> None:
    forum, other = make_forum(), make_forum("TEST-2")
    used, unused = make_practical(forum), make_practical(other, make_rubric())
    make_observation(used, make_registration(forum), make_trainer(forum))
    services.load_rubric(rubric_content(criteria=4))
    found = {rubric.version: rubric for rubric in db.session.scalars(select(Rubric))}
    assert {version: rubric.retired for version, rubric in found.items()} == {1: True, 2: False}
    assert db.session.get_one(Practical, used.id).rubric_id == found[1].id
    assert db.session.get_one(Practical, unused.id).rubric_id == found[2].id


def test_an_exercise_stands_once_in_a_session() -> None:
    forum = make_forum()
    rubric, forum_session = make_rubric(), make_session(forum)
    make_practical(forum, rubric, forum_session=forum_session)
    with pytest.raises(rules.AlreadySet):
        make_practical(forum, rubric, forum_session=forum_session)


def test_marking_twice_changes_the_mark_and_keeps_one_row() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    criterion = queries.criteria_of(practical)[0]
    for level in (2, 4, None):
        services.mark(practical, registration, criterion, level=level, actor=trainer, at=at(forum, 2, "10:00"))
    assert (count(Observation), count(Mark)) == (1, 1)
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None and observation.levels == {criterion.id: None}


def test_two_trainers_keep_their_own_observations() -> None:
    forum = make_forum()
    practical, registration = make_practical(forum), make_registration(forum)
    make_observation(practical, registration, make_trainer(forum))
    make_observation(practical, registration, make_trainer(forum, "lead_trainer"), levels=(1, 1, 1))
    assert (count(Observation), count(Mark)) == (2, 6)


def test_a_criterion_of_another_exercise_is_refused() -> None:
    forum = make_forum()
    practical, other = make_practical(forum), make_rubric("TR-X1")
    with pytest.raises(rules.OtherRubric):
        services.mark(
            practical,
            make_registration(forum),
            other.criteria[0],
            level=2,
            actor=make_trainer(forum),
            at=at(forum, 2, "10:00"),
        )


@pytest.mark.parametrize("status", ["pending", "cancelled"])
def test_only_approved_people_of_the_forum_are_marked(status: str) -> None:
    forum = make_forum()
    practical, trainer = make_practical(forum), make_trainer(forum)
    registration = make_registration(forum, status=status)
    with pytest.raises(rules.NotExpected):
        make_observation(practical, registration, trainer)
    assert count(Observation) == 0


def test_sign_off_needs_every_criterion() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    with pytest.raises(rules.NothingMarked):
        services.sign_off(practical, registration, actor=trainer, at=at(forum, 2, "11:00"))
    make_observation(practical, registration, trainer, levels=(3, 3))
    with pytest.raises(rules.Incomplete):
        services.sign_off(practical, registration, comment="x", actor=trainer, at=at(forum, 2, "11:00"))
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None and observation.comment == ""


def test_sign_off_keeps_comment_and_result_and_locks_the_marks() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    make_observation(practical, registration, trainer, levels=(3, 1, None))
    observation = services.sign_off(
        practical, registration, comment="ល្អ។", language="km", actor=trainer, at=at(forum, 2, "11:00")
    )
    assert (observation.passed, observation.comment, observation.comment_language) == (False, "ល្អ។", "km")
    with pytest.raises(rules.AlreadySignedOff):
        make_observation(practical, registration, trainer)
    with pytest.raises(rules.AlreadySignedOff):
        services.sign_off(practical, registration, actor=trainer, at=at(forum, 2, "11:05"))


def test_reopening_says_why_and_counts_for_nothing_until_signed_again() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    observation = make_observation(practical, registration, trainer, is_signed=True)
    assert queries.signed_off(forum) == {registration.id: frozenset({practical.id})}
    with pytest.raises(rules.ReasonMissing):
        services.reopen(observation, reason=" ", actor=trainer, at=at(forum, 2, "15:00"))
    services.reopen(observation, reason="wrong officer", actor=trainer, at=at(forum, 2, "15:00"))
    assert queries.signed_off(forum) == {}
    with pytest.raises(rules.NotSignedOff):
        services.reopen(observation, reason="again", actor=trainer, at=at(forum, 2, "15:01"))
    services.sign_off(practical, registration, actor=trainer, at=at(forum, 2, "15:02"))
    events = queries.list_events(observation)
    assert [(one.kind, one.reason) for one in events] == [
        ("signed", ""),
        ("reopened", "wrong officer"),
        ("signed", ""),
    ]
    assert count(SignOff) == 3


def test_only_the_lead_trainer_reopens_what_another_signed() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    observation = make_observation(practical, registration, trainer, is_signed=True)
    stranger = make_trainer(make_forum("TEST-2"))
    with pytest.raises(rules.NotYours):
        services.reopen(observation, reason="no", actor=stranger, at=at(forum, 2, "15:00"))
    lead = make_trainer(forum, "lead_trainer")
    assert services.reopen(observation, reason="check", actor=lead, at=at(forum, 2, "15:00")).passed is None


def test_a_second_trainer_does_not_replace_the_first_by_signing_later() -> None:
    forum = make_forum()
    practical, registration = make_practical(forum), make_registration(forum)
    make_observation(practical, registration, make_trainer(forum), levels=(3, 1, 3), is_signed=True)
    second = make_observation(practical, registration, make_trainer(forum, "lead_trainer"), is_signed=True)
    assert (second.role, second.released_at) == ("second", None)
    assert queries.signed_off(forum) == {}
    assert queries.count_signed_off(forum) == {practical.id: 1}


def test_a_resit_asks_only_for_what_was_not_shown_and_then_decides() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    criteria = queries.criteria_of(practical)
    first = make_observation(practical, registration, trainer, levels=(3, 1, None), is_signed=True)
    with pytest.raises(rules.ReasonMissing):
        services.open_resit(first, reason=" ", actor=trainer, at=at(forum, 2, "15:00"))
    services.open_resit(first, reason="Seal again.", actor=trainer, at=at(forum, 2, "15:00"))
    with pytest.raises(rules.NothingToResit):
        services.open_resit(first, reason="Again.", actor=trainer, at=at(forum, 2, "15:01"))
    lead = make_trainer(forum, "lead_trainer")
    for criterion in criteria[1:]:
        services.mark(practical, registration, criterion, level=2, actor=lead, at=at(forum, 3, "09:00"))
    with pytest.raises(rules.NotInResit):
        services.mark(practical, registration, criteria[0], level=4, actor=lead, at=at(forum, 3, "09:01"))
    second = services.sign_off(practical, registration, actor=lead, at=at(forum, 3, "09:05"))
    assert (second.attempt, second.role, second.levels) == (
        2,
        "first",
        {criteria[0].id: 3, criteria[1].id: 2, criteria[2].id: 2},
    )
    assert queries.signed_off(forum) == {registration.id: frozenset({practical.id})}
    assert [one.id for one in queries.list_of_officer(registration)] == [second.id]


def test_a_practical_that_needs_the_lead_trainer_counts_after_the_confirmation() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    with transaction():
        practical.needs_lead = True
    observation = make_observation(practical, registration, trainer, is_signed=True)
    assert (queries.signed_off(forum), queries.list_of_officer(registration)) == ({}, [])
    lead = make_trainer(forum, "lead_trainer")
    services.confirm(observation, actor=lead, at=at(forum, 2, "17:00"))
    services.confirm(observation, actor=lead, at=at(forum, 2, "17:01"))
    assert queries.signed_off(forum) == {registration.id: frozenset({practical.id})}
    assert [one.kind for one in queries.list_events(observation)] == ["signed", "confirmed"]


def test_a_ready_phrase_keeps_what_was_typed() -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    values: dict[str, Any] = {"language": "en", "actor": trainer, "at": at(forum, 2, "10:00")}
    services.add_phrase(practical, registration, comment="Good.", phrase="Calm and careful.", **values)
    observation = queries.find_observation(practical, registration, trainer)
    assert observation is not None
    assert (observation.comment, observation.comment_language) == ("Good. Calm and careful.", "en")


def test_six_taps_at_once_make_one_observation(app: Flask) -> None:
    forum = make_forum()
    practical, registration, trainer = make_practical(forum), make_registration(forum), make_trainer(forum)
    criterion = queries.criteria_of(practical)[0]
    keys = (practical.id, registration.id, criterion.id, trainer.id)
    moment, failures = at(forum, 2, "10:00"), []
    db.session.rollback()

    def tap() -> None:
        with app.app_context():
            found = [
                db.session.get_one(model, key)
                for model, key in zip((Practical, type(registration), Criterion, type(trainer)), keys, strict=True)
            ]
            try:
                services.mark(*found[:3], level=3, actor=found[3], at=moment)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=tap) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (count(Observation), count(Mark)) == (1, 1)
