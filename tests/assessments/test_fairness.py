"""The draw, the parts of trainers, differences and decisions, own units, appeals: rules and services."""

from datetime import timedelta
from uuid import UUID

import pytest

from forum_app.assessments import queries, rules, services
from forum_app.assessments.models import Practical
from forum_app.assessments.rules import Asked, Judged, Verdict
from forum_app.kernel.database import transaction
from tests.factories.accounts import make_account, make_person, make_unit
from tests.factories.assessments import make_observation, make_practical, make_trainer
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_registration

A, B = UUID(int=1), UUID(int=2)
CRITERIA = [Asked(A), Asked(B, critical=True)]
PEOPLE = [UUID(int=number) for number in range(1, 65)]


def test_the_draw_can_be_repeated_and_nobody_is_taken_out() -> None:
    first = rules.draw(PEOPLE, percent=20, seed="lotus")
    assert (len(first), first) == (13, rules.draw(reversed(PEOPLE), percent=20, seed="lotus"))
    assert first != rules.draw(PEOPLE, percent=20, seed="river")
    assert rules.draw(PEOPLE, percent=20, seed="river", drawn=first) == []
    more = rules.draw(PEOPLE, percent=30, seed="lotus", drawn=first)
    assert len(more) == 7 and not set(more) & set(first)
    assert rules.draw(PEOPLE[:2], percent=1, seed="x") and not rules.draw(PEOPLE, percent=0, seed="x")


@pytest.mark.parametrize(
    ("others", "as_second", "differ", "role"),
    [
        (set(), False, False, "first"),
        (set(), True, False, "second"),
        ({"second"}, True, False, "first"),
        ({"first"}, False, False, "second"),
        ({"first", "second"}, False, True, "third"),
    ],
)
def test_the_part_that_a_trainer_takes(others: set[str], as_second: bool, differ: bool, role: str) -> None:
    assert rules.role_for(others, as_second=as_second, differ=differ) == role


@pytest.mark.parametrize(("others", "differ"), [({"first", "second"}, False), ({"first", "second", "third"}, True)])
def test_more_trainers_than_needed_are_refused(others: set[str], differ: bool) -> None:
    with pytest.raises(rules.TwoAreEnough):
        rules.role_for(others, as_second=False, differ=differ)


def view(role: str, a: int | None, b: int | None, *, passed: bool = True) -> Judged:
    return Judged(UUID(int=ord(role[0])), role, passed, {A: a, B: b})


@pytest.mark.parametrize(
    ("first", "second", "differ_by", "apart"),
    [
        ((3, 3), (2, 3), 2, ()),
        ((4, 3), (2, 3), 2, (A,)),
        ((3, 1), (3, 2), 2, (B,)),
        ((3, 3), (2, 3), 1, (A,)),
        ((None, 3), (4, 3), 1, ()),
        ((3, None), (3, 3), 3, (B,)),
        ((3, None), (3, None), 3, ()),
    ],
)
def test_when_two_trainers_differ(
    first: tuple[int | None, ...], second: tuple[int | None, ...], differ_by: int, apart: tuple[UUID, ...]
) -> None:
    found = rules.differing(view("first", *first), view("second", *second), CRITERIA, differ_by=differ_by)
    assert found == apart


@pytest.mark.parametrize(
    ("views", "is_drawn", "expected"),
    [
        ([], False, Verdict(waits_for="first")),
        ([view("second", 3, 3)], True, Verdict(waits_for="first")),
        ([view("first", 3, 3)], False, Verdict(counts=UUID(int=ord("f")))),
        ([view("first", 3, 3)], True, Verdict(waits_for="second")),
        ([view("first", 3, 3), view("second", 3, 3)], True, Verdict(counts=UUID(int=ord("f")))),
        ([view("first", 3, 3), view("second", 1, 3)], True, Verdict(waits_for="difference", differing=(A,))),
        ([view("first", 2, 2), view("second", 2, 2, passed=False)], True, Verdict(waits_for="difference")),
        ([view("first", 3, 3), view("second", 1, 3), view("third", 2, 2)], True, Verdict(counts=UUID(int=ord("t")))),
        ([view("first", 3, 3), view("third", 2, 2), view("agreed", 2, 2)], True, Verdict(counts=UUID(int=ord("a")))),
    ],
)
def test_which_view_counts(views: list[Judged], is_drawn: bool, expected: Verdict) -> None:
    assert rules.verdict(views, CRITERIA, is_drawn=is_drawn, differ_by=2) == expected


@pytest.fixture
def practical(context: None) -> Practical:
    return make_practical(make_forum())


def wanted(**values: object) -> services.MarkingRules:
    """The rules of a practical with a second trainer for everybody."""
    given = {
        "limit_minutes": 6, "needs_lead": False, "is_written": False, "second_percent": 100, "second_seed": "lotus",
        "differ_by": 2, "differ_action": "discussion", "appeal_days": 7,
    }  # fmt: skip
    return services.MarkingRules(**{**given, **values})  # type: ignore[arg-type]


def test_a_drawn_officer_waits_for_the_second_trainer(practical: Practical) -> None:
    forum = practical.forum
    registration, lead = make_registration(forum), make_trainer(forum, "lead_trainer")
    with pytest.raises(rules.SeedMissing):
        services.set_rules(practical, wanted(second_seed=" "), actor=lead, at=at(forum, 1, "08:00"))
    assert services.set_rules(practical, wanted(), actor=lead, at=at(forum, 1, "08:00")) == 1
    assert services.draw_seconds(practical, actor=lead, at=at(forum, 1, "09:00")) == 0
    first = make_observation(practical, registration, make_trainer(forum), is_signed=True)
    assert (first.released_at, queries.signed_off(forum)) == (None, {})
    with pytest.raises(rules.StillOpen):
        services.confirm(first, actor=lead, at=at(forum, 2, "16:00"))
    make_observation(practical, registration, make_account(login="second", is_staff=True), is_signed=True)
    assert queries.signed_off(forum) == {registration.id: frozenset({practical.id})}
    assert [(one.n, one.percent) for one in queries.agreement_of(practical)] == [(1, 100)] * 3


def test_a_discussion_ends_in_levels_that_count(practical: Practical) -> None:
    forum = practical.forum
    registration, trainer = make_registration(forum), make_trainer(forum)
    other, lead = make_account(login="other", is_staff=True), make_trainer(forum, "lead_trainer")
    services.set_rules(practical, wanted(), actor=lead, at=at(forum, 1, "08:00"))
    levels = {one.id: 3 for one in queries.criteria_of(practical)}
    moment = at(forum, 2, "16:00")
    make_observation(practical, registration, trainer, levels=(4, 3, 3), is_signed=True)
    with pytest.raises(rules.NoDifference):
        services.agree(practical, registration, levels, reason="Talked.", actor=lead, at=moment)
    make_observation(practical, registration, other, levels=(1, 3, 3), is_signed=True)
    (case,) = queries.list_cases(practical)
    assert (case.verdict.waits_for, len(case.verdict.differing)) == ("difference", 1)
    with pytest.raises(rules.TwoAreEnough):
        make_observation(practical, registration, lead)
    with pytest.raises(rules.DecidesAlone):
        services.agree(practical, registration, levels, reason="Talked.", actor=trainer, at=moment)
    with pytest.raises(rules.Incomplete):
        services.agree(practical, registration, {}, reason="Talked.", actor=lead, at=moment)
    services.agree(practical, registration, levels, reason="Talked.", actor=lead, at=moment)
    (shown,) = queries.list_of_officer(registration)
    assert (shown.role, shown.levels) == ("agreed", levels)


def test_a_third_trainer_decides_where_the_organiser_wants_one(practical: Practical) -> None:
    forum = practical.forum
    registration, lead = make_registration(forum), make_trainer(forum, "lead_trainer")
    services.set_rules(practical, wanted(differ_action="third"), actor=lead, at=at(forum, 1, "08:00"))
    make_observation(practical, registration, make_trainer(forum), levels=(3, 3, 3), is_signed=True)
    second = make_account(login="second", is_staff=True)
    make_observation(practical, registration, second, levels=(3, 1, 3), is_signed=True)
    third = make_observation(practical, registration, lead, levels=(2, 2, 2), is_signed=True)
    assert (third.role, third.released_at is None) == ("third", False)
    assert queries.list_of_officer(registration) == [third]


def test_the_organiser_allows_the_own_unit_with_a_reason(practical: Practical) -> None:
    forum, unit = practical.forum, make_unit()
    trainer, organiser = make_trainer(forum), make_staff(forum)
    with transaction():
        trainer.person.unit_id = unit.id
    registration = make_registration(forum, unit_id=unit.id)
    with pytest.raises(rules.OwnUnit):
        make_observation(practical, registration, trainer)
    moment = at(forum, 1, "08:00")
    with pytest.raises(rules.ReasonMissing):
        services.allow_own_unit(forum, trainer, reason=" ", actor=organiser, at=moment)
    for reason in ("Only one trainer.", "Only one trainer came."):
        services.allow_own_unit(forum, trainer, reason=reason, actor=organiser, at=moment)
    assert make_observation(practical, registration, trainer).role == "first"
    (found,) = queries.list_assessors(forum)
    assert found.permission is not None and found.permission.reason == "Only one trainer came."
    services.forbid_own_unit(forum, trainer, actor=organiser)
    other = make_registration(forum, badge_number=2, person=make_person("ធីតា"), unit_id=unit.id)
    with pytest.raises(rules.OwnUnit):
        make_observation(practical, other, trainer)


def test_an_appeal_has_a_deadline_and_one_answer(practical: Practical) -> None:
    forum = practical.forum
    registration, lead = make_registration(forum), make_trainer(forum, "lead_trainer")
    observation = make_observation(practical, registration, make_trainer(forum), levels=(1, 1, 1))
    officer, released = make_account(login="officer"), at(forum, 2, "14:00")
    with pytest.raises(rules.NotSignedOff):
        services.appeal(observation, text="Look again.", actor=officer, at=released)
    services.sign_off(practical, registration, actor=observation.assessor, at=released)
    with pytest.raises(rules.AppealEmpty):
        services.appeal(observation, text=" ", actor=officer, at=released)
    with pytest.raises(rules.AppealTooLate) as late:
        services.appeal(observation, text="Look.", actor=officer, at=released + timedelta(days=8))
    assert late.value.values == {"day": "03/10/2024"}
    found = services.appeal(observation, text="Look again.", actor=officer, at=released + timedelta(days=7))
    with pytest.raises(rules.AppealThere):
        services.appeal(observation, text="And again.", actor=officer, at=released)
    answer = {"decision": "resit", "answer": "Seal again.", "actor": lead, "at": released}
    services.decide_appeal(found, **answer)
    with pytest.raises(rules.AppealDecided):
        services.decide_appeal(found, **answer)
    assert queries.attempt_of(practical, registration) == 2
    assert queries.resits_of(registration) == {observation.id: "Seal again."}
