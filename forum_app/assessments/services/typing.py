"""Marks that were written on paper, typed in as one."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from forum_app.accounts.models import Account
from forum_app.assessments import queries
from forum_app.assessments.models import Practical
from forum_app.assessments.services.marking import mark, sign_off
from forum_app.kernel.database import transaction
from forum_app.kernel.refusal import Refusal


def type_in(
    practical: Practical,
    typed: Mapping[UUID, Mapping[UUID, int | None]],
    *,
    signs: bool,
    actor: Account,
    at: datetime,
) -> dict[UUID, Refusal]:
    """Record levels by officer and criterion, and sign off rows that are whole when `signs`.

    A row that is refused does not hold up the others; its refusal is in the answer, by registration.
    """
    with transaction() as session:
        people = queries.list_registrations(practical.forum, typed)
        criteria = {one.id: one for one in queries.criteria_of(practical)}
        refused: dict[UUID, Refusal] = {}
        for key, levels in typed.items():
            if not levels or key not in people:
                continue
            try:
                with session.begin_nested():
                    for criterion_id, level in levels.items():
                        mark(practical, people[key], criteria[criterion_id], level=level, actor=actor, at=at)
                    if signs and len(levels) == len(criteria):
                        sign_off(practical, people[key], actor=actor, at=at)
            except Refusal as refusal:
                refused[key] = refusal
        return refused
