"""Prepare, hold back, give, correct and void: each one a row in the register's history."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from forum_app.certificates import queries, rules
from forum_app.certificates.models import Certificate, CertificateEvent, CertificateSettings
from forum_app.certificates.rules import Facts
from forum_app.certificates.services.snapshots import issue_date, make_snapshot
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import random_code
from forum_app.messages import services as messages
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration


def prepare(
    forum: Forum,
    kind: str,
    chosen: Iterable[Registration],
    *,
    actor: HasId | None,
    at: datetime,
    override_reason: str = "",
) -> list[Certificate]:
    """Enter these people in the register, numbered in protocol order. Who is in it already stays as he is.

    Participation may be printed ahead for whoever is expected. Raises NotEligible when somebody has not earned
    completion and no reason is given, KindSwitchedOff.
    """
    reason = override_reason.strip()
    with transaction() as session:
        session.get(Forum, forum.id, with_for_update=True)
        settings = queries.settings_of(forum)
        if not settings.is_on(kind):
            raise rules.KindSwitchedOff
        facts = queries.facts_of_forum(forum)
        made = {one.registration_id: one for one in queries.list_certificates(forum, kind=kind)}
        ordered = registrations.in_protocol_order(list(chosen))
        for registration in ordered:
            if registration.id not in made:
                known = facts.get(registration.id, Facts())
                overrides = _require_earned(registration, kind, settings, facts=known, reason=reason)
                snapshot = make_snapshot(registration, kind, settings=settings, facts=known, by_override=overrides)
                made[registration.id] = _enter(
                    session, registration, kind, snapshot, reason=reason if overrides else "", actor=actor, at=at
                )
        return [made[registration.id] for registration in ordered]


def prepare_eligible(forum: Forum, kind: str, *, actor: HasId | None, at: datetime) -> list[Certificate]:
    """Prepare for everybody who has earned it and has none yet. Raises NobodyToPrepare."""
    with transaction():
        entries = queries.board(forum, kind, queries.settings_of(forum))
        return _prepare_some(forum, kind, [one for one in entries if one.state == "earned"], actor=actor, at=at)


def prepare_expected(forum: Forum, *, actor: HasId | None, at: datetime) -> list[Certificate]:
    """Print ahead: participation for everybody expected who has none yet. Raises NobodyToPrepare."""
    kind = "participation"
    with transaction():
        entries = queries.board(forum, kind, queries.settings_of(forum))
        return _prepare_some(forum, kind, [one for one in entries if one.certificate is None], actor=actor, at=at)


def _prepare_some(
    forum: Forum, kind: str, entries: list[queries.Entry], *, actor: HasId | None, at: datetime
) -> list[Certificate]:
    if not entries:
        raise rules.NobodyToPrepare
    return prepare(forum, kind, [entry.registration for entry in entries], actor=actor, at=at)


def _require_earned(
    registration: Registration, kind: str, settings: CertificateSettings, *, facts: Facts, reason: str
) -> bool:
    """True when the reason stands in for what is missing. Raises NotEligible."""
    if kind == "participation":
        return False
    standing = rules.eligibility(facts, settings.requirements(kind, total_halves=facts.total_halves))
    if standing.is_earned:
        return False
    if not reason:
        raise rules.NotEligible(name=registration.name.km or registration.name.en)
    return True


def _enter(
    session: Session,
    registration: Registration,
    kind: str,
    snapshot: dict[str, Any],
    *,
    reason: str,
    actor: HasId | None,
    at: datetime,
) -> Certificate:
    forum = registration.forum
    number = queries.last_number(forum) + 1
    certificate = Certificate(
        forum_id=forum.id,
        registration_id=registration.id,
        kind=kind,
        number=number,
        serial=rules.make_serial(number, random_code(rules.CODE_LENGTH)),
        snapshot=snapshot,
        issued_on=date.fromisoformat(snapshot["issued_on"]),
        prepared_at=at,
    )
    session.add(certificate)
    session.flush()
    _tell(session, certificate, "prepared", reason=reason, actor=actor, at=at)
    return certificate


def hold(certificate: Certificate, *, reason: str, actor: HasId | None, at: datetime) -> None:
    """Keep it back from the ceremony. Raises ReasonMissing, NotPossibleInThisState, AlreadyVoid."""
    _step(certificate, "held", reason=_required(reason), actor=actor, at=at)


def release(certificate: Certificate, *, actor: HasId | None, at: datetime) -> None:
    """Let a held one go again. Raises NotPossibleInThisState, AlreadyVoid."""
    _step(certificate, "released", actor=actor, at=at)


def give(certificate: Certificate, *, actor: HasId | None, at: datetime) -> bool:
    """Handed over; False when it was given before (a second tap is no error).

    Raises NotPossibleInThisState, AlreadyVoid.
    """
    with transaction() as session:
        session.refresh(certificate, with_for_update=True)
        if certificate.state == "given":
            return False
        _step(certificate, "given", actor=actor, at=at)
        certificate.given_at = at
        _message(certificate, "certificate_ready", {"forum": certificate.registration.forum.title}, at=at)
    return True


def give_many(forum: Forum, kind: str, *, actor: HasId | None, at: datetime) -> int:
    """Everything prepared of a kind was handed over. Returns how many."""
    with transaction():
        waiting = queries.list_certificates(forum, kind=kind, states=("prepared",))
        return sum(give(certificate, actor=actor, at=at) for certificate in waiting)


def void(certificate: Certificate, *, reason: str, actor: HasId | None, at: datetime) -> None:
    """Declare it void for good. Raises ReasonMissing, AlreadyVoid."""
    with transaction():
        _step(certificate, "void", reason=_required(reason), actor=actor, at=at)
        certificate.voided_at = at
        values = {"serial": certificate.serial, "reason": _required(reason)}
        _message(certificate, "certificate_void", values, at=at)


def correct(certificate: Certificate, *, actor: HasId | None, at: datetime, reason: str = "") -> None:
    """Take today's names and settings into the paper, under the same number with the next suffix.

    Raises AlreadyVoid.
    """
    with transaction():
        _step(certificate, "corrected", reason=reason.strip(), actor=actor, at=at)
        _renew_snapshot(certificate)
        certificate.suffix += 1
        certificate.corrected_at = at


def renew(forum: Forum, *, actor: HasId | None, at: datetime) -> int:
    """Take changed settings into what is prepared and not yet given. Returns how many papers must be printed again."""
    with transaction():
        outdated = queries.list_outdated(forum, queries.settings_of(forum))
        for certificate in outdated:
            _step(certificate, "renewed", actor=actor, at=at)
            _renew_snapshot(certificate)
        return len(outdated)


def _renew_snapshot(certificate: Certificate) -> None:
    registration = certificate.registration
    settings = queries.settings_of(registration.forum)
    was_override = certificate.kind == "completion" and certificate.snapshot["requirements"] is None
    certificate.snapshot = make_snapshot(
        registration,
        certificate.kind,
        settings=settings,
        facts=queries.facts_for(registration, released_only=False),
        by_override=was_override,
    )
    certificate.issued_on = issue_date(registration.forum, settings)


def _message(certificate: Certificate, template: str, values: dict[str, Any], *, at: datetime) -> None:
    """Tell its officer, once for each template."""
    key = f"{template}/{certificate.id}"
    messages.queue(certificate.registration.person, template=template, values=values, key=key, at=at)


def _required(reason: str) -> str:
    if not reason.strip():
        raise rules.ReasonMissing
    return reason.strip()


def _step(certificate: Certificate, event: str, *, actor: HasId | None, at: datetime, reason: str = "") -> None:
    with transaction() as session:
        session.refresh(certificate, with_for_update=True)
        certificate.state = rules.require_step(certificate.state, event, number=certificate.shown_number)
        _tell(session, certificate, event, reason=reason, actor=actor, at=at)


def _tell(
    session: Session, certificate: Certificate, event: str, *, reason: str, actor: HasId | None, at: datetime
) -> None:
    actor_id = actor.id if actor else None
    session.add(CertificateEvent(certificate_id=certificate.id, event=event, reason=reason, at=at, actor_id=actor_id))
    audit.record(f"certificates.{event}", certificate, actor=actor, registration=str(certificate.registration_id))
