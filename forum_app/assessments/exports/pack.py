"""What a trainer's phone keeps so that it can mark without a connection: exercise, people, what stands so far."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext

from forum_app.accounts.models import Account
from forum_app.assessments import queries, rules
from forum_app.assessments.models import Criterion, Mark, MarkingEvent, Observation, Practical
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.i18n import in_language
from forum_app.registration.models import Registration


def pack(practical: Practical, assessor: Account, *, as_second: bool = False) -> dict[str, Any]:
    """Everything as plain values, in both languages. A second assessor gets the drawn officers and nobody's marks."""
    places = queries.queue_of(practical)
    people = [place.registration for place in places]
    drawn = queries.drawn_of(practical)
    if as_second:
        people = [one for one in people if one.id in drawn]
    own_unit = queries.own_unit_among(people, practical.forum_id, assessor)
    away = queries.away_from(practical, [one.id for one in people])
    own = queries.list_own_observations(practical, assessor)
    blocked = dict.fromkeys(away, "away") | dict.fromkeys(own_unit, "unit")
    return {
        "practical": str(practical.id),
        "second": as_second,
        "title": practical.title.as_dict(),
        "task": practical.rubric.task.as_dict(),
        "limit_seconds": practical.limit_minutes * 60,
        "pass_tenths": practical.pass_tenths,
        "criteria": [_criterion(one) for one in queries.criteria_of(practical)],
        "phrases": [_both(phrase) for phrase in rules.PHRASES],
        "people": [_person(one, blocked.get(one.id, "")) for one in people],
        "standing": standing(own.values(), queries.list_conflicts_of(practical, assessor)),
    }


def _both(message: str) -> dict[str, str]:
    found = {}
    for lang in LANGUAGES:
        with in_language(lang):
            found[lang] = gettext(message)
    return found


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": str(criterion.id),
        "name": criterion.name.as_dict(),
        "critical": criterion.critical,
        "levels": [level.text.as_dict() for level in criterion.levels],
    }


def _person(registration: Registration, blocked: str) -> dict[str, Any]:
    group = registration.group
    return {
        "id": str(registration.id),
        "badge": registration.badge,
        "code": registration.person.badge_code,
        "name": registration.name.as_dict(),
        "group": group.number if group else 0,
        "blocked": blocked,
    }


def standing(own: Iterable[Observation], conflicts: Iterable[MarkingEvent]) -> dict[str, Any]:
    """What the server holds of this trainer's own marks, by officer; the phone shows it and taps on top of it."""
    waiting: dict[UUID, int] = {}
    for conflict in conflicts:
        key = conflict.observation.registration_id
        waiting[key] = waiting.get(key, 0) + 1
    return {
        str(one.registration_id): {
            "marks": {str(mark.criterion_id): _mark(mark) for mark in one.marks},
            "comment": one.comment,
            "comment_event": str(one.comment_event_id) if one.comment_event_id else None,
            "signed": one.signed_off_at is not None,
            "conflicts": waiting.get(one.registration_id, 0),
        }
        for one in own
    }


def _mark(mark: Mark) -> dict[str, Any]:
    event = str(mark.event_id) if mark.event_id else None
    return {"level": mark.level or 0, "event": event, "carried": mark.carried}
