"""Reads of skill assessment."""

from forum_app.assessments.queries.absence import (
    away_from,
    is_away,
)
from forum_app.assessments.queries.fairness import (
    counting_before,
    drawn_of,
    is_drawn,
    is_own_unit,
    may_assess_own_unit,
    verdict_among,
    verdict_of,
)
from forum_app.assessments.queries.observing import (
    Place,
    attempt_of,
    count_signed_off,
    find_observation,
    list_conflicts,
    list_events,
    list_marking_events,
    list_of_officer,
    list_of_try,
    list_own_observations,
    list_registrations,
    queue_of,
    roles_of_others,
    signed_off,
)
from forum_app.assessments.queries.setting import (
    criteria_of,
    find_rubric,
    list_practicals,
    list_rubrics,
    was_marked,
)

__all__ = [
    "Place",
    "attempt_of",
    "away_from",
    "count_signed_off",
    "counting_before",
    "criteria_of",
    "drawn_of",
    "find_observation",
    "find_rubric",
    "is_away",
    "is_drawn",
    "is_own_unit",
    "list_conflicts",
    "list_events",
    "list_marking_events",
    "list_of_officer",
    "list_of_try",
    "list_own_observations",
    "list_practicals",
    "list_registrations",
    "list_rubrics",
    "may_assess_own_unit",
    "queue_of",
    "roles_of_others",
    "signed_off",
    "verdict_among",
    "verdict_of",
    "was_marked",
]
