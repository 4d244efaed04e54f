"""What an officer's pages need: `Screen`s, which hold nothing about what is right."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.questions.rules import Kind
from forum_app.quizzes import rules
from forum_app.quizzes.models import Answer, Attempt, Quiz
from forum_app.quizzes.queries.arriving import answers_of
from forum_app.quizzes.queries.asking import list_questions_of
from forum_app.quizzes.rules import Choice, Explained, Screen
from forum_app.quizzes.rules.screens import CaseFile, never_told, right_answer
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


def takes_part(forum: Forum, person_id: UUID) -> bool:
    """True when this person has an approved registration in it; no row is loaded, since every tap asks."""
    query = select(Registration.id).where(
        Registration.forum_id == forum.id, Registration.person_id == person_id, Registration.status == "approved"
    )
    return db.session.scalar(query) is not None


def find_attempt(quiz: Quiz, registration: Registration) -> Attempt | None:
    """The person's newest attempt."""
    query = select(Attempt).where(Attempt.quiz_id == quiz.id, Attempt.registration_id == registration.id)
    return db.session.scalar(query.order_by(Attempt.number.desc()).limit(1))


def find_attempt_of(quiz: Quiz, attempt_id: UUID, person_id: UUID) -> Attempt | None:
    """This attempt, if it is this person's and of this quiz."""
    query = (
        select(Attempt)
        .join(Attempt.registration)
        .where(Attempt.id == attempt_id, Attempt.quiz_id == quiz.id, Registration.person_id == person_id)
    )
    return db.session.scalar(query)


def list_screens(attempt: Attempt) -> list[Screen]:
    """The questions of an attempt in its own order, with what the server holds. Three queries, four with case files."""
    held = {answer.question_id: answer for answer in reversed(answers_of(attempt))}
    questions = list_questions_of(attempt, joinedload(Question.exhibit))
    return [
        screen_of(attempt.seed, question, position, held.get(question.id))
        for position, question in enumerate(questions, 1)
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
    answers = answers_of(attempt)
    questions = list_questions_of(attempt, joinedload(Question.exhibit))
    return [_explained(attempt, question, position, answers) for position, question in enumerate(questions, 1)]


def screen_of(seed: int, question: Question, position: int, answer: Answer | None = None) -> Screen:
    """One question as the attempt with this seed shows it, on a phone and on paper."""
    options, targets = _orders(seed, question)
    return Screen(
        position=position,
        question_id=question.id,
        kind=question.kind,
        stem=question.stem,
        choices=_choices(question.options, options),
        targets=_choices(question.targets, targets),
        unit=question.unit,
        case_file=_case_file(question),
        chosen=tuple(answer.chosen) if answer else (),
        is_late=bool(answer and answer.is_late),
        sequence=answer.sequence if answer else 0,
        received_at=answer.received_at if answer else None,
    )


def _orders(seed: int, question: Question) -> tuple[list[str], list[str]]:
    """The options and the targets in this attempt's own order, which never is the right one."""
    options = rules.option_order(seed, question.id, question.kind, question.option_keys)
    targets = rules.option_order(seed, question.id, question.kind, question.target_keys)
    if question.kind == Kind.ORDERING:
        options = never_told(options, question.solution["order"])
    if question.kind == Kind.MATCHING:
        pairs = question.solution["pairs"]
        targets = never_told(targets, [pairs[key] for key in options])
    return options, targets


def _choices(texts: Iterable[dict[str, str]], order: Iterable[str]) -> tuple[Choice, ...]:
    by_key = {one["key"]: Bilingual.of(one) for one in texts}
    return tuple(Choice(key, by_key[key]) for key in order)


def _case_file(question: Question) -> CaseFile | None:
    found = question.exhibit
    return CaseFile(found.id, found.title, found.text) if found else None


def _explained(attempt: Attempt, question: Question, position: int, answers: Iterable[Answer]) -> Explained:
    """The answer that counts is a late one only where a trainer accepted it."""
    own = [answer for answer in answers if answer.question_id == question.id]
    counting = [answer for answer in own if not answer.is_late or attempt.late_accepted_at is not None]
    counts = counting[-1] if counting else None
    return Explained(
        screen=screen_of(attempt.seed, question, position, counts),
        right=tuple(right_answer(question.kind, question.solution)),
        points=question.key.points(counts.chosen if counts else ()),
        feedback=question.feedback,
        source=question.source,
        law_reference=question.law_reference,
        tolerance=question.solution.get("tolerance", ""),
        late=tuple(own[-1].chosen) if own and own[-1] not in counting else (),
    )
