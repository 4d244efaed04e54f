"""What an officer's pages need: `Screen`s, which hold nothing about what is right."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import rules
from forum_app.quizzes.models import Answer, Attempt, Quiz
from forum_app.quizzes.queries.asking import list_questions_of
from forum_app.quizzes.rules import Choice, Explained, Screen
from forum_app.registration.models import Registration


def list_open_for(registration: Registration, *, at: datetime) -> list[Quiz]:
    """Quizzes that this person can answer now: open, and not yet handed in."""
    done = select(Attempt.quiz_id).where(Attempt.registration_id == registration.id, Attempt.submitted_at.is_not(None))
    query = (
        select(Quiz)
        .where(Quiz.forum_id == registration.forum_id, Quiz.released_at.is_(None), Quiz.id.not_in(done))
        .options(joinedload(Quiz.forum_session))
    )
    standings = [(quiz.standing_at(at), quiz) for quiz in db.session.scalars(query)]
    is_open = [(found.opened_at, quiz.code, quiz) for found, quiz in standings if found.state is rules.State.OPEN]
    return [quiz for *_order, quiz in sorted(is_open, key=lambda row: row[:2])]


def list_of_officer(registration: Registration) -> list[tuple[Quiz, Attempt | None]]:
    """Every quiz that was ever opened, with the person's own (newest) attempt."""
    quizzes = db.session.scalars(
        select(Quiz)
        .where(Quiz.forum_id == registration.forum_id)
        .options(joinedload(Quiz.forum_session))
        .order_by(Quiz.position, Quiz.created_at, Quiz.code)
    ).all()
    attempts = db.session.scalars(
        select(Attempt).where(Attempt.registration_id == registration.id).order_by(Attempt.number)
    )
    own = {attempt.quiz_id: attempt for attempt in attempts}
    return [(quiz, own.get(quiz.id)) for quiz in quizzes if quiz.state is not rules.State.PREPARED]


def find_own(forum: Forum, person_id: UUID) -> Registration | None:
    """The person's approved registration, and nothing around it: asked with every tap."""
    query = select(Registration).where(
        Registration.forum_id == forum.id, Registration.person_id == person_id, Registration.status == "approved"
    )
    return db.session.scalar(query)


def find_attempt(quiz: Quiz, registration: Registration) -> Attempt | None:
    """The person's newest attempt."""
    query = select(Attempt).where(Attempt.quiz_id == quiz.id, Attempt.registration_id == registration.id)
    return db.session.scalar(query.order_by(Attempt.number.desc()).limit(1))


def list_screens(attempt: Attempt) -> list[Screen]:
    """The questions of an attempt in its own order, with what the server holds. Three queries."""
    held = _answers(attempt)
    questions = list_questions_of(attempt)
    return [
        _screen(attempt, question, position, held.get(question.id)) for position, question in enumerate(questions, 1)
    ]


def may_explain(quiz: Quiz) -> bool:
    """True once its right answers spoil nothing: a pre-test asks what the final check will ask again."""
    if quiz.state is not rules.State.RELEASED:
        return False
    if quiz.purpose != "pre":
        return True
    query = select(Quiz).where(Quiz.forum_id == quiz.forum_id, Quiz.purpose == "post")
    finals = db.session.scalars(query.options(joinedload(Quiz.forum_session)))
    return all(final.state is rules.State.RELEASED for final in finals)


def list_explained(attempt: Attempt) -> list[Explained]:
    """The questions of an attempt with what was right and why. Raises ResultsNotReleased."""
    if not may_explain(attempt.quiz):
        raise rules.ResultsNotReleased
    questions = {question.id: question for question in list_questions_of(attempt)}
    return [_explained(attempt, screen, questions[screen.question_id]) for screen in list_screens(attempt)]


def _answers(attempt: Attempt) -> dict[UUID, Answer]:
    query = select(Answer).where(Answer.attempt_id == attempt.id).order_by(Answer.is_late.desc())
    return {answer.question_id: answer for answer in db.session.scalars(query)}


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
