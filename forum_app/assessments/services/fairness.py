"""What keeps assessment fair: how a practical is marked, the draw, decisions, permissions and qualifications."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Delete, delete

from forum_app.accounts.models import Account, Person
from forum_app.assessments import queries, rules
from forum_app.assessments.models import (
    Mark,
    Observation,
    Practical,
    Qualification,
    SecondDraw,
    SignOff,
    UnitPermission,
)
from forum_app.assessments.services.releasing import release_if_decided
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class MarkingRules:
    """How a practical is marked, as the organiser sets it."""

    limit_minutes: int
    needs_lead: bool
    is_written: bool
    second_percent: int
    second_seed: str
    differ_by: int
    differ_action: str
    appeal_days: int


def set_rules(practical: Practical, wanted: MarkingRules, *, actor: Account, at: datetime) -> int:
    """Set how a practical is marked, and draw the second share. Returns how many it added. Raises SeedMissing."""
    if wanted.second_percent and not wanted.second_seed.strip():
        raise rules.SeedMissing
    with transaction():
        for name in wanted.__slots__:
            setattr(practical, name, getattr(wanted, name))
        audit.record("assessments.set_rules", practical, actor=actor, percent=wanted.second_percent)
        return draw_seconds(practical, actor=actor, at=at)


def draw_seconds(practical: Practical, *, actor: Account, at: datetime) -> int:
    """Draw whoever the share still lacks (late arrivals make it larger). Returns how many were added."""
    with transaction():
        people = [one.id for one in registrations.list_participants(practical.forum)]
        added = rules.draw(
            people,
            percent=practical.second_percent,
            seed=practical.second_seed,
            drawn=queries.drawn_of(practical),
        )
        for key in added:
            insert_once(
                SecondDraw,
                id=uuid7(),
                practical_id=practical.id,
                registration_id=key,
                seed=practical.second_seed,
                at=at,
                actor_id=actor.id,
            )
        if added:
            audit.record("assessments.draw", practical, actor=actor, added=len(added), seed=practical.second_seed)
        return len(added)


def agree(
    practical: Practical,
    registration: Registration,
    levels: Mapping[UUID, int | None],
    *,
    reason: str,
    actor: Account,
    at: datetime,
) -> Observation:
    """After a discussion the lead trainer writes down what both came to: it counts instead of the two views.

    Raises NoDifference, DecidesAlone, ReasonMissing, Incomplete.
    """
    reason = rules.require_reason(reason)
    with transaction() as session:
        attempt = queries.attempt_of(practical, registration)
        verdict = queries.verdict_of(practical, registration, attempt=attempt)
        if verdict.waits_for != "difference":
            raise rules.NoDifference
        found = rules.outcome(levels, practical.rubric.asked, pass_tenths=practical.pass_tenths)
        rules.require_complete(found)
        views = queries.list_of_try(practical, registration, attempt=attempt)
        if any(one.assessor_id == actor.id for one in views):
            raise rules.DecidesAlone
        first = next(one for one in views if one.role == "first")
        agreed = Observation(
            forum_id=practical.forum_id,
            practical_id=practical.id,
            registration_id=registration.id,
            assessor_id=actor.id,
            role="agreed",
            attempt=attempt,
            started_at=at,
            comment=first.comment,
            comment_language=first.comment_language,
            signed_off_at=at,
            passed=found.passed,
        )
        agreed.marks = [Mark(criterion_id=key, level=level, at=at) for key, level in levels.items()]
        session.add(agreed)
        session.flush()
        session.add(
            SignOff(
                observation_id=agreed.id, kind="signed", passed=found.passed, reason=reason, at=at, actor_id=actor.id
            )
        )
        release_if_decided(practical, registration, attempt=attempt, at=at)
        audit.record("assessments.agree", agreed, actor=actor)
        return agreed


def allow_own_unit(forum: Forum, assessor: Account, *, reason: str, actor: Account, at: datetime) -> UnitPermission:
    """Let a trainer assess the own unit. Raises ReasonMissing."""
    reason = rules.require_reason(reason)
    with transaction() as session:
        session.execute(_permission(forum, assessor))
        permission = UnitPermission(forum_id=forum.id, assessor_id=assessor.id, reason=reason, at=at, actor_id=actor.id)
        session.add(permission)
        session.flush()
        audit.record("assessments.allow_own_unit", permission, actor=actor)
        return permission


def forbid_own_unit(forum: Forum, assessor: Account, *, actor: Account) -> None:
    """Take the permission back; what was marked stays."""
    with transaction() as session:
        session.execute(_permission(forum, assessor))
        audit.record("assessments.forbid_own_unit", assessor, actor=actor)


def _permission(forum: Forum, assessor: Account) -> Delete:
    return delete(UnitPermission).where(UnitPermission.forum_id == forum.id, UnitPermission.assessor_id == assessor.id)


def record_qualification(
    person: Person, *, title: Bilingual, issuer: str, expires_on: date | None, actor: Account, at: datetime
) -> Qualification:
    """Put on record what entitles a trainer to assess. Raises ReasonMissing where it has no name."""
    rules.require_reason(title.km or title.en)
    with transaction() as session:
        found = Qualification(
            person_id=person.id,
            title=title,
            issuer=issuer.strip(),
            expires_on=expires_on,
            recorded_at=at,
            actor_id=actor.id,
        )
        session.add(found)
        session.flush()
        audit.record("assessments.record_qualification", found, actor=actor)
        return found
