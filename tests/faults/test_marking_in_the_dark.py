"""Sixty-four practicals marked on phones without a network: every tap is there once, and the sums are true."""

from collections import Counter
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from forum_app.accounts.models import Account
from forum_app.assessments import queries, services
from forum_app.assessments.models import Mark, MarkingEvent, Observation, Practical
from forum_app.assessments.rules import weighted_kappa
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration.models import Registration
from tests.assessments.acting import Phone
from tests.factories.accounts import make_account, make_person
from tests.factories.assessments import make_practical, make_rubric, make_trainer
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_registration
from tests.pages import HouseClient

PEOPLE, CRITERIA, GROUPS, BATCH = 64, 6, 4, 100
RULES = services.MarkingRules(
    limit_minutes=6,
    needs_lead=False,
    is_written=False,
    second_percent=20,
    second_seed="lotus",
    differ_by=2,
    differ_action="third",
    appeal_days=7,
)


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def trainers(forum: Forum) -> list[Account]:
    """Four who mark a group each, and one who assesses a second time."""
    made = [make_trainer(forum)]
    for number in range(2, GROUPS + 2):
        account = make_account(login=f"trainer-{number}", is_staff=True)
        made.append(make_staff(forum, "trainer", account))
    return made


def mark(device: Phone, person: Registration, criteria: list[Any], levels: list[int], **more: Any) -> None:
    """Six levels and the sign-off, as one officer takes them."""
    for criterion, level in zip(criteria, levels, strict=True):
        device.tap("level", person, criterion=str(criterion.id), level=level, **more)
    device.tap("sign", person, **more)


def send(client: HouseClient, device: Phone, trainer: Account, *, times: int = 1) -> Counter[str]:
    """Hand everything over in batches; the answers of all but the last sending get lost."""
    client.sign_in(trainer)
    found: Counter[str] = Counter()
    for turn in range(times):
        for start in range(0, len(device.waiting), BATCH):
            batch = device.waiting[start : start + BATCH]
            told = client.post("/forums/TEST-1/skills/sync", json={"taps": batch}).get_json()
            if turn == times - 1:
                found.update(one["outcome"] for one in told["taken"])
    return found


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.timeout(180)
def test_four_phones_in_the_dark_lose_nothing_and_the_sums_are_the_scripts(client: HouseClient, forum: Forum) -> None:
    random = Random(5)
    practical: Practical = make_practical(forum, make_rubric(criteria=CRITERIA))
    people = [
        make_registration(forum, badge_number=number, person=make_person(f"ធីតា{number}"))
        for number in range(1, PEOPLE + 1)
    ]
    staff = trainers(forum)
    moment = at(forum, 1, "14:00")
    assert services.set_rules(practical, RULES, actor=staff[0], at=moment) == 13
    drawn = queries.drawn_of(practical)
    criteria = queries.criteria_of(practical)
    truth = {one.id: [random.choices((0, 2, 3, 4), (1, 3, 5, 3))[0] for _ in criteria] for one in people}
    seconds = {key: [max(1, level - random.choice((0, 0, 1))) for level in truth[key]] for key in drawn}

    phones = [Phone(f"phone-{index}", practical, moment) for index in range(GROUPS)]
    for index, person in enumerate(people):
        mark(phones[index % GROUPS], person, criteria, truth[person.id])
    second = Phone("second", practical, moment)
    for person in people:
        if person.id in drawn:
            mark(second, person, criteria, seconds[person.id], second=True)

    # The battery of the fourth phone is empty: its trainer marks the last two officers again on a borrowed phone.
    borrowed = Phone("borrowed", practical, moment)
    again = [person for index, person in enumerate(people) if index % GROUPS == 3][-2:]
    for person in again:
        mark(borrowed, person, criteria, truth[person.id])
    for device, trainer, times in ((phones[2], 2, 1), (phones[0], 0, 2), (second, 4, 3), (phones[1], 1, 2)):
        assert set(send(client, device, staff[trainer], times=times)) == {"accepted"}
    assert set(send(client, borrowed, staff[3])) == {"accepted"}
    # Charged again overnight, the fourth phone says the same of these two: kept beside the record, once.
    late = send(client, phones[3], staff[3], times=2)
    assert late == {"accepted": 14 * (CRITERIA + 1), "refused": 2 * (CRITERIA + 1)}

    first_taps, second_taps = PEOPLE * CRITERIA, len(drawn) * CRITERIA
    assert count(Mark) == first_taps + second_taps
    kept = Counter(db.session.scalars(select(MarkingEvent.outcome)))
    assert kept == {"accepted": first_taps + second_taps + PEOPLE + len(drawn), "refused": 2 * CRITERIA}
    ids = {entry["id"] for device in (*phones, second, borrowed) for entry in device.waiting}
    recorded = {str(key) for key in db.session.scalars(select(MarkingEvent.id))}
    assert recorded <= ids and len(ids - recorded) == 2  # the two sign-offs that were refused
    assert _levels("first") == _numbered(truth, criteria)
    assert _levels("second") == _numbered(seconds, criteria)
    for found, position in zip(queries.agreement_of(practical), range(CRITERIA), strict=True):
        pairs = [(truth[key][position], seconds[key][position]) for key in drawn if truth[key][position]]
        table = [[pairs.count((row, column)) for column in range(1, 5)] for row in range(1, 5)]
        assert (found.n, found.same) == (len(pairs), sum(one == other for one, other in pairs))
        assert found.kappa == weighted_kappa(table)


def _levels(role: str) -> dict[UUID, dict[UUID, int | None]]:
    return {one.registration_id: one.levels for one in db.session.scalars(select(Observation).filter_by(role=role))}


def _numbered(levels: dict[UUID, list[int]], criteria: list[Any]) -> dict[UUID, dict[UUID, int | None]]:
    return {
        key: {one.id: level or None for one, level in zip(criteria, row, strict=True)} for key, row in levels.items()
    }
