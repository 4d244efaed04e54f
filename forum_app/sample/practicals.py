"""Practicals of the sample: set, marked, signed off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from forum_app.accounts.models import Account
from forum_app.accounts.queries import find_account_of
from forum_app.assessments import queries, services
from forum_app.assessments.models import Practical
from forum_app.exercises import queries as exercise_queries
from forum_app.exercises import services as exercises
from forum_app.forums.models import Forum
from forum_app.forums.policy import TEACHING
from forum_app.forums.queries import list_staff
from forum_app.programme.queries import find_session
from forum_app.registration.models import Registration

COMMENTS = {
    "km": ("ធ្វើបានល្អ និងមានសណ្តាប់ធ្នាប់។", "សូមអនុវត្តការបំពេញទម្រង់ខ្សែសង្វាក់ឱ្យបានពេញលេញ។"),
    "en": ("Calm and orderly work.", "Practise filling in the custody form without gaps."),
}


def prepare(forum: Forum, rows: Sequence[dict[str, Any]], *, actor: Account) -> None:
    """Every practical of the file in its session, with the sheets and exhibits of its exercise."""
    for row in rows:
        forum_session, rubric = find_session(forum, row["session"]), queries.find_rubric(row["rubric"])
        assert forum_session is not None and rubric is not None, row
        services.set_practical(forum, rubric, forum_session=forum_session, actor=actor)
        exercise_set = exercise_queries.find_set(row["rubric"])
        if exercise_set is not None and exercise_queries.find_run(forum, exercise_set.code) is None:
            exercises.use_set(forum, exercise_set, forum_session=forum_session, actor=actor)


def assess(
    forum: Forum, session_code: str, people: Sequence[Registration], *, signed: int, marked: int, random: Random
) -> None:
    """The first `signed` people are signed off, the next `marked` half-marked; who is signed off already stays."""
    forum_session = find_session(forum, session_code)
    assert forum_session is not None, session_code
    practical = next(one for one in queries.list_practicals(forum) if one.forum_session_id == forum_session.id)
    trainers = _trainers(forum)
    done = {key for key, practicals in queries.signed_off(forum).items() if practical.id in practicals}
    away = queries.away_from(practical, [person.id for person in people])
    ordered = sorted((one for one in people if one.id not in away), key=lambda person: person.badge_number or 0)
    for place, person in enumerate(ordered[: signed + marked]):
        if person.id in done:
            continue
        group = person.group.number if person.group else 1
        trainer = trainers[group % len(trainers)]
        at = forum_session.starts_at + timedelta(minutes=5 + place % 16 * 5)
        _mark(practical, person, trainer, at=at, whole=place < signed, random=random)


def _trainers(forum: Forum) -> list[Account]:
    members = [member for member in list_staff(forum) if member.role in TEACHING]
    found = [find_account_of(member.person) for member in members]
    return [account for account in found if account is not None]


def _mark(
    practical: Practical, person: Registration, trainer: Account, *, at: datetime, whole: bool, random: Random
) -> None:
    criteria = queries.criteria_of(practical)
    for place, criterion in enumerate(criteria if whole else criteria[: len(criteria) // 2]):
        level = random.choices((2, 3, 4), weights=(2, 5, 3))[0]
        seen = level if random.random() > 0.03 or criterion.critical else None
        moment = at + timedelta(seconds=20 * place)
        services.mark(practical, person, criterion, level=seen, actor=trainer, at=moment)
    if whole:
        language = trainer.language
        text = random.choice(COMMENTS[language])
        end = at + timedelta(minutes=4)
        services.sign_off(practical, person, comment=text, language=language, actor=trainer, at=end)
