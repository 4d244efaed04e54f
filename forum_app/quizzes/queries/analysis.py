"""What attempts say about questions and about learning. The same number of queries for any hall."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum_app.course.models import Module, Objective
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.questions.rules import Kind
from forum_app.questions.rules.kinds import CHOICE_KINDS
from forum_app.quizzes.models import Answer, Attempt, Quiz, QuizQuestion
from forum_app.quizzes.queries.asking import asked_in
from forum_app.quizzes.queries.preparing import list_quizzes
from forum_app.quizzes.queries.results import keys_of, list_scored
from forum_app.quizzes.rules.analysis import Analysis, Given, Taken, analyse
from forum_app.quizzes.rules.gaining import Matched
from forum_app.registration.models import Registration


def analysis_of(quiz: Quiz) -> tuple[Analysis, dict[UUID, Question]]:
    """The figures of a quiz and its questions, with objectives and modules, in the order of the quiz."""
    questions = list_analysed(quiz)
    options = {key: _choices(question) for key, question in questions.items()}
    return analyse(taken_of([quiz])[quiz.id], options), questions


def _choices(question: Question) -> list[str]:
    """Options whose popularity means something: of kinds that choose, not of steps or pairs."""
    chosen_from = question.kind in CHOICE_KINDS or question.kind == Kind.MULTIPLE
    return question.option_keys if chosen_from else []


def list_analysed(quiz: Quiz) -> dict[UUID, Question]:
    """What a quiz asks or may ask, by id."""
    query = (
        select(Question)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == quiz.id)
        .options(joinedload(Question.objective), joinedload(Question.module))
        .order_by(QuizQuestion.position)
    )
    return {question.id: question for question in db.session.scalars(query)}


def taken_of(quizzes: Sequence[Quiz]) -> dict[UUID, list[Taken]]:
    """The attempts that count, with every question they asked, by quiz."""
    scored = list_scored(quizzes)
    attempts = [found.attempt for found in scored]
    asked, keys = asked_in(attempts, quizzes), keys_of([quiz.id for quiz in quizzes])
    answers = _answers(quizzes)
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for attempt in attempts:
        given = {
            question: _given(keys[attempt.quiz_id][question], answers[attempt.id].get(question))
            for question in asked[attempt.id]
        }
        found[attempt.quiz_id].append(Taken(attempt.registration_id, given))
    return found


def _given(key: Any, row: Any) -> Given:
    if row is None:
        return Given()
    return Given(tuple(row.chosen), key.points(row.chosen), row.language, row.ms)


def _answers(quizzes: Sequence[Quiz]) -> dict[UUID, dict[UUID, Any]]:
    """Answers that count, by attempt and question."""
    query = (
        select(Answer.attempt_id, Answer.question_id, Answer.chosen, Answer.language, Answer.ms)
        .join(Answer.attempt)
        .where(Attempt.quiz_id.in_([quiz.id for quiz in quizzes]))
        .where(Answer.is_late.is_(False) | Attempt.late_accepted_at.is_not(None))
        .order_by(Answer.is_late)  # where both stand and late ones count, the late one is what was meant
    )
    found: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for row in db.session.execute(query):
        found[row.attempt_id][row.question_id] = row
    return found


@dataclass(frozen=True, slots=True)
class Learning:
    """Everybody who took the check before the course and the one after it, and what both ask about."""

    matched: list[Matched]
    before_only: int
    after_only: int
    objectives: dict[Objective, set[UUID]]
    modules: dict[Module, set[UUID]]


def learning_in(forum: Forum) -> Learning:
    """Attempts before and after, matched by person."""
    quizzes = [quiz for quiz in list_quizzes(forum) if quiz.purpose in ("pre", "post")]
    taken = taken_of(quizzes)
    before = _by_person([quiz for quiz in quizzes if quiz.purpose == "pre"], taken)
    after = _by_person([quiz for quiz in quizzes if quiz.purpose == "post"], taken)
    both = [registration for registration in _registrations(forum) if registration.id in before.keys() & after.keys()]
    matched = [Matched(one.id, one.person.sex, one.unit_id, before[one.id], after[one.id]) for one in both]
    objectives, modules = _subjects(quizzes)
    return Learning(matched, len(before) - len(both), len(after) - len(both), objectives, modules)


def _by_person(quizzes: Sequence[Quiz], taken: dict[UUID, list[Taken]]) -> dict[UUID, dict[UUID, int]]:
    """Points by person and question over these quizzes."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for quiz in quizzes:
        for attempt in taken[quiz.id]:
            found[attempt.registration_id] |= {question: given.points for question, given in attempt.given.items()}
    return found


def _registrations(forum: Forum) -> list[Registration]:
    query = select(Registration).where(Registration.forum_id == forum.id).options(joinedload(Registration.person))
    return list(db.session.scalars(query))


def _subjects(quizzes: Sequence[Quiz]) -> tuple[dict[Objective, set[UUID]], dict[Module, set[UUID]]]:
    """Questions by what they ask about, in the order of the course."""
    asked = select(QuizQuestion.question_id).where(QuizQuestion.quiz_id.in_([quiz.id for quiz in quizzes]))
    subjects = (selectinload(Question.objective), selectinload(Question.module))
    query = select(Question).where(Question.id.in_(asked)).options(*subjects)
    questions = sorted(db.session.scalars(query), key=_place)
    objectives: dict[Objective, set[UUID]] = defaultdict(set)
    modules: dict[Module, set[UUID]] = defaultdict(set)
    for question in questions:
        modules[question.module].add(question.id)
        if question.objective is not None:
            objectives[question.objective].add(question.id)
    return dict(objectives), dict(modules)


def _place(question: Question) -> tuple[int, str, str]:
    objective = question.objective.code if question.objective else ""
    return (question.module.position, question.module.code, objective)


@dataclass(frozen=True, slots=True)
class LongRow:
    """One answer of one person, as statistics programs read it."""

    registration: Registration
    attempt: Attempt
    question: Question
    given: Given


def long_rows(quiz: Quiz) -> list[LongRow]:
    """Every answer that counts, person by person in the order of badges; open questions too. For trainers alone."""
    questions = list_analysed(quiz)
    attempts = {found.attempt.registration_id: found.attempt for found in list_scored([quiz])}
    given = {taken.registration_id: taken.given for taken in taken_of([quiz])[quiz.id]}
    people = select(Registration).where(Registration.id.in_(attempts))
    ordered = sorted(db.session.scalars(people), key=lambda one: (one.badge_number is None, one.badge_number or 0))
    return [
        LongRow(person, attempts[person.id], questions[question], one)
        for person in ordered
        for question, one in given[person.id].items()
    ]
