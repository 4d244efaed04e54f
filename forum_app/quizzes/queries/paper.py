"""Sheets of a quiz: who has one, what stands on it, and what was typed from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from forum_app.accounts.models import Person
from forum_app.kernel.database import db
from forum_app.kernel.identifiers import tidy_code
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.questions.models import Question
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, Quiz, QuizSheet, SheetEntry
from forum_app.quizzes.queries.asking import list_by_ids, plan_of
from forum_app.quizzes.queries.taking import screen_of
from forum_app.quizzes.rules.paper import PaperQuestion
from forum_app.quizzes.rules.screens import Screen
from forum_app.registration import queries as registrations
from forum_app.registration.models import Registration

PAPER = "paper"
"""The device of answers that were typed from a sheet."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet and how far it is: `waiting`, `typed`, or `phone` for somebody who answered there."""

    sheet: QuizSheet
    state: str
    letters: str
    """As they were typed last; empty before."""


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """One sheet with its questions in its own order."""

    sheet: QuizSheet
    screens: list[Screen]


def list_sheets(quiz: Quiz) -> list[SheetLine]:
    """Every sheet in order of badge numbers. Three queries."""
    query = (
        select(QuizSheet)
        .join(QuizSheet.registration)
        .join(Registration.person)
        .where(QuizSheet.quiz_id == quiz.id)
        .options(contains_eager(QuizSheet.registration).contains_eager(Registration.person))
        .order_by(Registration.badge_number.nulls_last(), Person.sort_key)
    )
    typed, on_phone = _typed(quiz), answered_on_phone(quiz)
    return [_line(sheet, typed, on_phone) for sheet in db.session.scalars(query)]


def _line(sheet: QuizSheet, typed: dict[UUID, str], on_phone: set[UUID]) -> SheetLine:
    if sheet.registration_id in on_phone:
        return SheetLine(sheet, "phone", "")
    letters = typed.get(sheet.id)
    return SheetLine(sheet, "waiting" if letters is None else "typed", letters or "")


def _typed(quiz: Quiz) -> dict[UUID, str]:
    query = (
        select(SheetEntry.sheet_id, SheetEntry.letters)
        .join(SheetEntry.sheet)
        .where(QuizSheet.quiz_id == quiz.id)
        .order_by(SheetEntry.at, SheetEntry.id)
    )
    return {row.sheet_id: row.letters for row in db.session.execute(query)}


def answered_on_phone(quiz: Quiz) -> set[UUID]:
    """Registrations with an answer to this quiz that came from a phone."""
    query = select(Attempt.registration_id).join(Attempt.answers).where(Attempt.quiz_id == quiz.id)
    return set(db.session.scalars(query.where(Answer.device != PAPER).distinct()))


def list_without_sheet(quiz: Quiz) -> list[Registration]:
    """Confirmed participants who have neither a sheet nor answers on a phone, in dictionary order."""
    printed = set(db.session.scalars(select(QuizSheet.registration_id).where(QuizSheet.quiz_id == quiz.id)))
    done = printed | answered_on_phone(quiz)
    return [one for one in registrations.list_participants(quiz.forum) if one.id not in done]


def find_sheet_of(quiz: Quiz, typed: str) -> QuizSheet | None:
    """The sheet with this code, or of the person with this badge number."""
    query = (
        select(QuizSheet)
        .join(QuizSheet.registration)
        .where(QuizSheet.quiz_id == quiz.id)
        .options(contains_eager(QuizSheet.registration).selectinload(Registration.person))
    )
    number = latin_digits(typed).strip().lstrip("#")
    if number.isdecimal() and len(number) <= 4:
        return db.session.scalar(query.where(Registration.badge_number == int(number)))
    return db.session.scalar(query.where(QuizSheet.code == tidy_code(typed)))


def get_letters(sheet: QuizSheet) -> str:
    """What was typed from this sheet last; empty before."""
    query = select(SheetEntry.letters).where(SheetEntry.sheet_id == sheet.id)
    return db.session.scalar(query.order_by(SheetEntry.at.desc(), SheetEntry.id.desc()).limit(1)) or ""


def printed_sheets(quiz: Quiz, sheets: Sequence[QuizSheet]) -> list[PrintedSheet]:
    """Each sheet's questions as an attempt with its seed shows them. The same few queries for 2 and for 200."""
    plan = plan_of(quiz)
    asked = {sheet.id: plan.asks(sheet.seed) for sheet in sheets}
    wanted = sorted({key for keys in asked.values() for key in keys})
    questions = {one.id: one for one in list_by_ids(wanted, joinedload(Question.exhibit))}
    return [
        PrintedSheet(
            sheet, [screen_of(sheet.seed, questions[key], place) for place, key in enumerate(asked[sheet.id], 1)]
        )
        for sheet in sheets
    ]


def sheet_for(sheet: QuizSheet) -> PrintedSheet:
    """One sheet with its questions."""
    return printed_sheets(sheet.quiz, [sheet])[0]


def on_paper(screen: Screen) -> PaperQuestion:
    """How a question is typed: its keys in the order of its letters."""
    return PaperQuestion(
        screen.kind, tuple(one.key for one in screen.choices), tuple(one.key for one in screen.targets)
    )


def list_chosen_sheets(quiz: Quiz, registration_ids: Sequence[UUID] = ()) -> list[QuizSheet]:
    """The sheets of these people, of everybody without any, in order of badge numbers, with what is printed on them."""
    query = (
        select(QuizSheet)
        .join(QuizSheet.registration)
        .join(Registration.person)
        .where(QuizSheet.quiz_id == quiz.id)
        .options(
            contains_eager(QuizSheet.registration).contains_eager(Registration.person),
            contains_eager(QuizSheet.registration).selectinload(Registration.unit),
        )
        .order_by(Registration.badge_number.nulls_last(), Person.sort_key)
    )
    if registration_ids:
        query = query.where(QuizSheet.registration_id.in_(registration_ids))
    return list(db.session.scalars(query))


def highest_paper_number(attempt: Attempt) -> int:
    """The number of the newest answer that was typed for this attempt; 0 before the first."""
    query = select(func.max(AnswerArrival.sequence))
    query = query.where(AnswerArrival.attempt_id == attempt.id, AnswerArrival.device == PAPER)
    return db.session.scalar(query) or 0
