"""Reads of quizzes. What an officer's page needs comes as `Screen`s, which hold nothing about what is right."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.accounts.models import Person
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.quizzes import rules
from forum_app.quizzes.models import Answer, Attempt, Question, Quiz, QuizQuestion
from forum_app.quizzes.rules import Choice, Explained, ScoreSheet, Screen
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a quiz is in the hall."""

    submitted: int = 0
    in_progress: int = 0


def list_quizzes(forum: Forum) -> list[Quiz]:
    """Quizzes of a forum in order, with session and module loaded."""
    query = (
        select(Quiz)
        .where(Quiz.forum_id == forum.id)
        .options(selectinload(Quiz.forum_session), selectinload(Quiz.module))
        .order_by(Quiz.position, Quiz.created_at, Quiz.code)
    )
    return list(db.session.scalars(query))


def find_quiz(forum: Forum, code: str) -> Quiz | None:
    """The quiz with this code."""
    return db.session.scalar(select(Quiz).where(Quiz.forum_id == forum.id, Quiz.code == code))


def list_open_for(registration: Registration, *, at: datetime) -> list[Quiz]:  # noqa: ARG001 - the contract; opening is by hand
    """Quizzes that this person can answer now: open, and not yet handed in."""
    done = select(Attempt.quiz_id).where(
        Attempt.registration_id == registration.id, Attempt.submitted_at.is_not(None)
    )
    query = select(Quiz).where(
        Quiz.forum_id == registration.forum_id,
        Quiz.opened_at.is_not(None),
        Quiz.closed_at.is_(None),
        Quiz.id.not_in(done),
    )
    return list(db.session.scalars(query.order_by(Quiz.opened_at, Quiz.code)))


def list_of_officer(registration: Registration) -> list[tuple[Quiz, Attempt | None]]:
    """Every quiz that was ever opened, with the person's own (newest) attempt."""
    quizzes = db.session.scalars(
        select(Quiz)
        .where(Quiz.forum_id == registration.forum_id, Quiz.opened_at.is_not(None))
        .order_by(Quiz.position, Quiz.created_at, Quiz.code)
    ).all()
    attempts = db.session.scalars(
        select(Attempt).where(Attempt.registration_id == registration.id).order_by(Attempt.number)
    )
    own = {attempt.quiz_id: attempt for attempt in attempts}
    return [(quiz, own.get(quiz.id)) for quiz in quizzes]


def find_attempt(quiz: Quiz, registration: Registration) -> Attempt | None:
    """The person's newest attempt."""
    query = select(Attempt).where(Attempt.quiz_id == quiz.id, Attempt.registration_id == registration.id)
    return db.session.scalar(query.order_by(Attempt.number.desc()).limit(1))


def count_progress(forum: Forum) -> dict[UUID, Progress]:
    """Attempts handed in and still running, by quiz."""
    query = (
        select(Attempt.quiz_id, func.count(Attempt.submitted_at), func.count())
        .where(Attempt.forum_id == forum.id)
        .group_by(Attempt.quiz_id)
    )
    rows = db.session.execute(query).tuples()
    return {quiz: Progress(submitted=done, in_progress=all_ - done) for quiz, done, all_ in rows}


def list_questions(quiz: Quiz) -> list[Question]:
    """The fixed questions of a quiz, in its own order."""
    query = (
        select(Question)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == quiz.id)
        .order_by(QuizQuestion.position)
    )
    return list(db.session.scalars(query))


def list_pickable(modules: Sequence[Module], purpose: str) -> list[tuple[UUID, str]]:
    """(question, group) of what may be asked: approved, not on legal hold, meant for this purpose.

    Without modules: of the whole course. Groups are modules in a pre- or post-test, objectives otherwise.
    """
    over_all = purpose in rules.PREPOST
    group = Question.module_id if over_all else func.coalesce(Question.objective_id, Question.module_id)
    query = select(Question.id, group).where(
        Question.status == "approved",
        Question.legal_hold.is_(False),
        Question.use == ("prepost" if over_all else "quiz"),
    )
    if modules:
        query = query.where(Question.module_id.in_([module.id for module in modules]))
    rows = db.session.execute(query.order_by(Question.code)).tuples()
    return [(question, str(found)) for question, found in rows]


def list_modules() -> list[Module]:
    """Modules that are taught, in order."""
    return list(db.session.scalars(select(Module).where(Module.retired.is_(False)).order_by(Module.position, Module.code)))


def has_attempts(quiz: Quiz) -> bool:
    """True once somebody has started it."""
    return db.session.scalar(select(Attempt.id).where(Attempt.quiz_id == quiz.id).limit(1)) is not None


def find_question_at(attempt: Attempt, position: int) -> Question | None:
    """The question at a position of this attempt's own order."""
    ordered = _in_attempt_order(attempt, list_questions(attempt.quiz))
    return ordered[position - 1] if 1 <= position <= len(ordered) else None


def list_screens(attempt: Attempt) -> list[Screen]:
    """The questions of an attempt in its own order, with what the server holds. Three queries at most."""
    held = _answers(attempt)
    questions = _in_attempt_order(attempt, list_questions(attempt.quiz))
    return [
        _screen(attempt, question, position, held.get(question.id)) for position, question in enumerate(questions, 1)
    ]


def list_explained(attempt: Attempt) -> list[Explained]:
    """The questions of an attempt with what was right and why. Raises ResultsNotReleased."""
    if attempt.quiz.state is not rules.State.RELEASED:
        raise rules.ResultsNotReleased
    questions = {question.id: question for question in list_questions(attempt.quiz)}
    return [_explained(attempt, screen, questions[screen.question_id]) for screen in list_screens(attempt)]


def _answers(attempt: Attempt) -> dict[UUID, Answer]:
    query = select(Answer).where(Answer.attempt_id == attempt.id)
    return {answer.question_id: answer for answer in db.session.scalars(query)}


def _in_attempt_order(attempt: Attempt, questions: Iterable[Question]) -> list[Question]:
    found = {question.id: question for question in questions}
    return [found[key] for key in rules.in_order_of(attempt.seed, found)]


def _screen(attempt: Attempt, question: Question, position: int, answer: Answer | None) -> Screen:
    texts = {option["key"]: Bilingual.of(option) for option in question.options}
    order = rules.option_order(attempt.seed, question.id, question.kind, list(texts))
    return Screen(
        position=position,
        question_id=question.id,
        stem=question.stem,
        choices=tuple(Choice(key, texts[key]) for key in order),
        chosen=answer.chosen[0] if answer and answer.chosen else None,
        is_late=bool(answer and answer.is_late),
        sequence=answer.sequence if answer else 0,
        received_at=answer.received_at if answer else None,
    )


def _explained(attempt: Attempt, screen: Screen, question: Question) -> Explained:
    return Explained(
        screen=screen,
        right_key=question.correct_key,
        feedback=question.feedback,
        source=question.source,
        counts=not screen.is_late or attempt.late_accepted_at is not None,
    )


@dataclass(frozen=True, slots=True)
class Scored:
    """An attempt that counts, with what was chosen in time and what it is worth."""

    attempt: Attempt
    chosen: dict[UUID, list[str]]
    sheet: ScoreSheet


def list_scored(quizzes: Sequence[Quiz]) -> list[Scored]:
    """Attempts that count: handed in, or left behind when their quiz was closed. Three queries, whatever the size."""
    by_id = {quiz.id: quiz for quiz in quizzes}
    keys = keys_of(by_id)
    attempts = db.session.scalars(
        select(Attempt).where(Attempt.quiz_id.in_(by_id)).order_by(Attempt.started_at, Attempt.id)
    ).all()
    chosen = _chosen_in_time(by_id)
    counted = [attempt for attempt in attempts if attempt.submitted_at or by_id[attempt.quiz_id].closed_at]
    return [
        Scored(
            attempt=attempt,
            chosen=chosen[attempt.id],
            sheet=rules.score(
                keys[attempt.quiz_id], chosen[attempt.id], pass_percent=by_id[attempt.quiz_id].pass_percent
            ),
        )
        for attempt in counted
    ]


def keys_of(quiz_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, str]]:
    """The right option of every question, by quiz."""
    query = (
        select(QuizQuestion.quiz_id, Question.id, Question.correct_key)
        .join(Question, Question.id == QuizQuestion.question_id)
        .where(QuizQuestion.quiz_id.in_(list(quiz_ids)))
        .order_by(QuizQuestion.position)
    )
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for quiz, question, key in db.session.execute(query).tuples():
        found[quiz][question] = key
    return found


def _chosen_in_time(quiz_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, list[str]]]:
    query = (
        select(Answer.attempt_id, Answer.question_id, Answer.chosen)
        .join(Answer.attempt)
        .where(Attempt.quiz_id.in_(list(quiz_ids)))
        .where(Answer.is_late.is_(False) | Attempt.late_accepted_at.is_not(None))
    )
    found: dict[UUID, dict[UUID, list[str]]] = defaultdict(dict)
    for attempt, question, chosen in db.session.execute(query).tuples():
        found[attempt][question] = chosen
    return found


def final_scores(forum: Forum, *, released_only: bool = True) -> dict[UUID, int | None]:
    """Percent of the final check by registration; the best counts where there are several.

    Unless `released_only` is off, a check counts only once its results are released: whatever shows a
    certificate to its officer must not tell a result before the trainer does. Who is missing took none.
    """
    finals = [quiz for quiz in list_quizzes(forum) if quiz.purpose == "post"]
    if released_only:
        finals = [quiz for quiz in finals if quiz.released_at]
    best: dict[UUID, int | None] = {}
    for scored in list_scored(finals):
        registration = scored.attempt.registration_id
        best[registration] = max(best.get(registration) or 0, scored.sheet.percent)
    return best


def scores_of(registration: Registration) -> list[tuple[Quiz, ScoreSheet]]:
    """The person's own released results, in the order of the quizzes."""
    quizzes = [quiz for quiz, _ in list_of_officer(registration) if quiz.released_at]
    own = {
        scored.attempt.quiz_id: scored.sheet
        for scored in list_scored(quizzes)
        if scored.attempt.registration_id == registration.id
    }
    return [(quiz, own[quiz.id]) for quiz in quizzes if quiz.id in own]


def list_people_of(quiz: Quiz) -> dict[UUID, Registration]:
    """Registrations behind the attempts of a quiz, with names, by id, in order of badge numbers."""
    query = (
        select(Registration)
        .join(Registration.person)
        .where(Registration.id.in_(select(Attempt.registration_id).where(Attempt.quiz_id == quiz.id)))
        .options(contains_eager(Registration.person), selectinload(Registration.unit))
        .order_by(Registration.badge_number, Person.sort_key)
    )
    return {registration.id: registration for registration in db.session.scalars(query)}


def count_late(quiz: Quiz) -> dict[UUID, int]:
    """Late answers by attempt."""
    query = (
        select(Answer.attempt_id, func.count())
        .join(Answer.attempt)
        .where(Attempt.quiz_id == quiz.id, Answer.is_late.is_(True))
        .group_by(Answer.attempt_id)
    )
    return dict(db.session.execute(query).tuples().all())


def list_attempts(quiz: Quiz) -> list[Attempt]:
    """Every attempt of a quiz."""
    return list(db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id).order_by(Attempt.number)))
