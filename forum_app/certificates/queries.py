"""Reads of certificates. The board asks attendance, quizzes and assessments once each, whatever the size."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.accounts.models import Account, Person
from forum_app.assessments import queries as assessments
from forum_app.attendance import queries as attendance
from forum_app.attendance.rules import Presence
from forum_app.certificates.models import Certificate, CertificateEvent, CertificateSettings
from forum_app.certificates.rules import (
    PRINTABLE,
    Condition,
    Facts,
    PracticalFact,
    Standing,
    conditions,
    eligibility,
    tidy_serial,
)
from forum_app.forums.models import Forum
from forum_app.kernel import files
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.kernel.jobs import Job
from forum_app.quizzes import queries as quizzes
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Entry:
    """One person and one kind on the board: the certificate where there is one, and what is still missing."""

    registration: Registration
    kind: str
    standing: Standing
    certificate: Certificate | None

    @property
    def state(self) -> str:
        """Before there is a certificate: earned or not_yet; afterwards the certificate's own state."""
        if self.certificate is not None:
            return self.certificate.state
        return "earned" if self.standing.is_earned else "not_yet"


@dataclass(frozen=True, slots=True)
class OwnKind:
    """One kind as its officer sees it."""

    kind: str
    conditions: list[Condition]
    certificate: Certificate | None

    @property
    def is_earned(self) -> bool:
        return all(condition.is_met for condition in self.conditions)


def settings_of(forum: Forum) -> CertificateSettings:
    """The forum's settings; an unsaved row with the defaults where nobody has changed them yet."""
    found = db.session.scalar(select(CertificateSettings).where(CertificateSettings.forum_id == forum.id))
    return found or default_settings(forum)


def default_settings(forum: Forum) -> CertificateSettings:
    """The defaults as a row that belongs to no session."""
    return CertificateSettings(
        forum_id=forum.id,
        participation_on=True,
        completion_on=True,
        min_halves=None,
        min_minutes_percent=80,
        min_final_percent=60,
        needs_practicals=True,
        kingdom_header=False,
        institution=Bilingual(),
        signers=[],
        logo_ids=[],
        hours_on=False,
        hours_value=None,
        birth_on=False,
        verify_shows_unit=False,
        lunar_mode="auto",
        lunar_text="",
        issued_on=None,
        place=Bilingual(),
        number_pattern="{number}/{year}",
        participation_text=Bilingual(),
        completion_text=Bilingual(),
        version=1,
    )


def facts_for(registration: Registration, *, released_only: bool = True) -> Facts:
    """What is known about one registration. For an officer only released results count."""
    presence = attendance.presence_of(registration)
    scores = quizzes.final_scores(registration.forum, released_only=released_only)
    return _collect(registration.forum, {registration.id: presence}, scores)[registration.id]


def facts_of_forum(forum: Forum) -> dict[UUID, Facts]:
    """What is known about everybody approved, by registration, for the organiser: unreleased results count."""
    presences = attendance.presences(forum)
    return _collect(forum, presences, quizzes.final_scores(forum, released_only=False))


def _collect(forum: Forum, presences: Mapping[UUID, Presence], scores: Mapping[UUID, int | None]) -> dict[UUID, Facts]:
    has_final = any(quiz.purpose == "post" for quiz in quizzes.list_quizzes(forum))
    signed_off = assessments.signed_off(forum)
    by_exercise = _practicals(forum)
    return {
        key: Facts(
            attended_halves=presence.attended_halves,
            elapsed_halves=presence.elapsed_halves,
            total_halves=presence.total_halves,
            minutes=presence.minutes,
            counted_minutes_so_far=presence.counted_minutes_so_far,
            counted_minutes_total=presence.counted_minutes_total,
            has_final_check=has_final,
            final_percent=scores.get(key),
            practicals=tuple(
                PracticalFact(rubric, title, bool(signed_off.get(key, frozenset()) & practicals))
                for rubric, (title, practicals) in by_exercise.items()
            ),
        )
        for key, presence in presences.items()
    }


def _practicals(forum: Forum) -> dict[UUID, tuple[Bilingual, frozenset[UUID]]]:
    """Title and practicals by exercise: groups that do the same exercise in different sessions do it once each."""
    found: dict[UUID, tuple[Bilingual, frozenset[UUID]]] = {}
    for practical in assessments.list_practicals(forum):
        _, known = found.get(practical.rubric_id, (practical.title, frozenset()))
        found[practical.rubric_id] = (practical.title, known | {practical.id})
    return found


def board(forum: Forum, kind: str, settings: CertificateSettings) -> list[Entry]:
    """Every participant (and whoever has a certificate) in protocol order."""
    made = {one.registration_id: one for one in list_certificates(forum, kind=kind)}
    people = {one.id: one for one in registrations.list_participants(forum)}
    people |= {one.registration_id: one.registration for one in made.values()}
    facts = facts_of_forum(forum)
    found = []
    for one in registrations.in_protocol_order(list(people.values())):
        known = facts.get(one.id, Facts())
        standing = eligibility(known, settings.requirements(kind, total_halves=known.total_halves))
        found.append(Entry(one, kind, standing, made.get(one.id)))
    return found


def conditions_of(registration: Registration, kind: str, settings: CertificateSettings) -> list[Condition]:
    """Every condition of a kind for one person, as the organiser sees it."""
    facts = facts_for(registration, released_only=False)
    return conditions(facts, settings.requirements(kind, total_halves=facts.total_halves))


def own_kinds(registration: Registration, settings: CertificateSettings) -> list[OwnKind]:
    """The kinds of the forum as this officer sees them: released results only."""
    facts = facts_for(registration)
    made = {one.kind: one for one in list_of(registration)}
    return [
        OwnKind(kind, conditions(facts, settings.requirements(kind, total_halves=facts.total_halves)), made.get(kind))
        for kind in settings.kinds
    ]


def _with_people(forum: Forum) -> Select[Certificate]:
    load = contains_eager(Certificate.registration)
    return (
        select(Certificate)
        .where(Certificate.forum_id == forum.id)
        .join(Certificate.registration)
        .join(Registration.person)
        .options(
            load.contains_eager(Registration.person),
            load.selectinload(Registration.rank),
            load.selectinload(Registration.post),
            load.selectinload(Registration.unit),
        )
        .order_by(Person.sort_key, Certificate.number)
    )


def list_certificates(
    forum: Forum, *, kind: str | None = None, states: tuple[str, ...] | None = None
) -> list[Certificate]:
    """Certificates in protocol order; of one person, participation first."""
    query = _with_people(forum)
    if kind is not None:
        query = query.where(Certificate.kind == kind)
    if states is not None:
        query = query.where(Certificate.state.in_(states))
    return sorted(
        db.session.scalars(query).unique(), key=lambda one: (one.registration.protocol_key, -ord(one.kind[0]))
    )


def list_printable(forum: Forum, *, kind: str | None = None, prepared_only: bool = False) -> list[Certificate]:
    """What may be printed, in protocol order: neither held nor void."""
    return list_certificates(forum, kind=kind, states=("prepared",) if prepared_only else PRINTABLE)


def list_by_number(forum: Forum) -> list[Certificate]:
    """The register book: every number that was ever given."""
    query = select(Certificate).where(Certificate.forum_id == forum.id).order_by(Certificate.number)
    return list(db.session.scalars(query))


def list_of(registration: Registration) -> list[Certificate]:
    """The certificates of one registration."""
    query = select(Certificate).where(Certificate.registration_id == registration.id).order_by(Certificate.number)
    return list(db.session.scalars(query))


def find_of(registration: Registration, kind: str) -> Certificate | None:
    """The certificate of this kind."""
    query = select(Certificate).where(Certificate.registration_id == registration.id, Certificate.kind == kind)
    return db.session.scalar(query)


def find_by_serial(typed: str) -> Certificate | None:
    """The certificate with this serial, however it was typed."""
    serial = tidy_serial(typed)
    if serial is None:
        return None
    return db.session.scalar(
        select(Certificate).where(Certificate.serial == serial).options(selectinload(Certificate.forum))
    )


def last_number(forum: Forum) -> int:
    """The highest number of the register, 0 when it is empty."""
    return db.session.scalar(select(func.max(Certificate.number)).where(Certificate.forum_id == forum.id)) or 0


def list_events(certificate: Certificate) -> list[tuple[CertificateEvent, Account | None]]:
    """What happened, newest first, with who did it."""
    query = select(CertificateEvent).where(CertificateEvent.certificate_id == certificate.id)
    events = db.session.scalars(query.order_by(CertificateEvent.at.desc(), CertificateEvent.id.desc())).all()
    # A second query: an account brings its person by an inner join, which would drop events of the system.
    actors = {event.actor_id for event in events if event.actor_id}
    accounts = {one.id: one for one in db.session.scalars(select(Account).where(Account.id.in_(actors)))}
    return [(event, accounts.get(event.actor_id) if event.actor_id else None) for event in events]


def list_outdated(forum: Forum, settings: CertificateSettings) -> list[Certificate]:
    """Prepared or held certificates whose snapshot is older than the settings."""
    found = list_certificates(forum, states=("prepared", "held"))
    return [one for one in found if one.snapshot["settings_version"] != settings.version]


def list_files(ids: list[str]) -> list[StoredFile]:
    """Stored files in the order of their ids."""
    wanted = [UUID(one) for one in ids]
    if not wanted:
        return []
    found = {file.id: file for file in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(wanted)))}
    return [found[one] for one in wanted if one in found]


def longest_name(forum: Forum) -> Registration | None:
    """The participant whose name needs most room: the template is judged by it."""
    people = registrations.list_participants(forum)
    return max(people, key=lambda one: (len(one.name.en), len(one.name.km)), default=None)


def count_states(forum: Forum) -> dict[str, dict[str, int]]:
    """How many certificates there are by kind and state."""
    query = (
        select(Certificate.kind, Certificate.state, func.count())
        .where(Certificate.forum_id == forum.id)
        .group_by(Certificate.kind, Certificate.state)
    )
    found: dict[str, dict[str, int]] = {}
    for kind, state, count in db.session.execute(query):
        found.setdefault(kind, {})[state] = count
    return found


def find_print_job(forum: Forum, job_id: UUID) -> Job | None:
    """A print job of this forum."""
    job = db.session.get(Job, job_id)
    return job if job is not None and job.payload.get("forum_id") == str(forum.id) else None


def find_printed_file(job: Job, file_id: UUID) -> StoredFile | None:
    """A file that this job made, as long as its bytes are kept."""
    if str(file_id) not in (job.result or {}).get("files", []):
        return None
    file = db.session.get(StoredFile, file_id)
    return file if file is not None and files.is_here(file) else None
