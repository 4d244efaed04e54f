"""Who may enter a quiz that is for those who are present."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from forum_app.attendance import queries as attendance
from forum_app.attendance.rules import Presence, Slot, half_of
from forum_app.kernel.database import db
from forum_app.quizzes.models import Quiz, QuizAdmission, QuizSheet
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Entry:
    """One person before a quiz."""

    registration: Registration
    is_here: bool
    admissions: list[QuizAdmission]

    @property
    def may_enter(self) -> bool:
        return self.is_here or bool(self.admissions)


def may_enter(quiz: Quiz, registration: Registration, *, at: datetime) -> bool:
    """True when this person may begin: always, or checked in for the quiz's half day, or let in by a trainer."""
    if quiz.entry == "registered" or find_admission(quiz, registration):
        return True
    slot = slot_of_quiz(quiz, at=at)
    return slot is not None and _is_here(attendance.presence_of(registration, at=at), slot)


def slot_of_quiz(quiz: Quiz, *, at: datetime) -> Slot | None:
    """The half day of its session; the present one for a quiz without a session."""
    held = quiz.forum_session
    if held is None:
        return attendance.slot_by_clock(quiz.forum, at)
    return half_of(held.starts_at, attendance.slots_of(quiz.forum, [held.day]))


def _is_here(presence: Presence, slot: Slot) -> bool:
    return presence.half(slot.day_number, slot.half).is_here


def find_admission(quiz: Quiz, registration: Registration) -> QuizAdmission | None:
    """The first time a trainer let this person in."""
    query = select(QuizAdmission).where(
        QuizAdmission.quiz_id == quiz.id, QuizAdmission.registration_id == registration.id
    )
    return db.session.scalar(query.order_by(QuizAdmission.at).limit(1))


def admissions_of(quiz: Quiz) -> Mapping[UUID, list[QuizAdmission]]:
    """Whom trainers let in, by registration, oldest first."""
    found: dict[UUID, list[QuizAdmission]] = {}
    query = select(QuizAdmission).where(QuizAdmission.quiz_id == quiz.id).order_by(QuizAdmission.at)
    for admission in db.session.scalars(query):
        found.setdefault(admission.registration_id, []).append(admission)
    return found


def list_entries_of(quiz: Quiz, *, at: datetime) -> list[Entry]:
    """Everybody approved in dictionary order, and whether they may enter. The same few queries for 2 and for 200."""
    slot, admitted = slot_of_quiz(quiz, at=at), admissions_of(quiz)
    presences = attendance.presences(quiz.forum, at=at)
    return [
        Entry(
            registration,
            is_here=slot is not None and _is_here(presences[registration.id], slot),
            admissions=admitted.get(registration.id, []),
        )
        for registration in registrations.list_approved(quiz.forum)
    ]


def find_sheet(quiz: Quiz, registration: Registration) -> QuizSheet | None:
    """The paper that was printed for this person."""
    query = select(QuizSheet).where(QuizSheet.quiz_id == quiz.id, QuizSheet.registration_id == registration.id)
    return db.session.scalar(query)
