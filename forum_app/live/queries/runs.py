"""A live quiz: where it stands, how far the hall is, what was chosen."""

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.kernel.identifiers import token_hash
from forum_app.live.models import LiveGuest, LiveGuestAnswer, LiveRun
from forum_app.live.rules import Bar, Hall, Phase
from forum_app.questions.models import Question
from forum_app.quizzes.models import Answer, Attempt, Quiz, QuizQuestion
from forum_app.quizzes.queries import list_quizzes
from forum_app.quizzes.rules import option_order

RIGHT, WRONG = "right", "wrong"
"""The two bars of kinds whose answers cannot be counted one by one."""


def list_live_quizzes(forum: Forum) -> list[tuple[Quiz, LiveRun | None]]:
    """The quizzes of a forum that are asked live, each with its run."""
    runs = {run.quiz_id: run for run in db.session.scalars(select(LiveRun).where(LiveRun.forum_id == forum.id))}
    return [(quiz, runs.get(quiz.id)) for quiz in list_quizzes(forum) if quiz.behaviour == "live"]


def find_run(quiz: Quiz) -> LiveRun | None:
    """The run of a quiz."""
    return db.session.scalar(select(LiveRun).where(LiveRun.quiz_id == quiz.id))


def find_run_by_code(code: str) -> LiveRun | None:
    """The run that a code from the projector names, with quiz and forum loaded."""
    query = select(LiveRun).where(LiveRun.code == code)
    return db.session.scalar(query.options(joinedload(LiveRun.quiz), joinedload(LiveRun.forum)))


def find_running(forum: Forum) -> LiveRun | None:
    """The newest run of a forum that is not over."""
    query = select(LiveRun).where(LiveRun.forum_id == forum.id, LiveRun.phase != Phase.ENDED)
    return db.session.scalar(query.options(joinedload(LiveRun.quiz)).order_by(LiveRun.started_at.desc()).limit(1))


def find_guest(run: LiveRun, token: str) -> LiveGuest | None:
    """The guest whose phone holds this token."""
    query = select(LiveGuest).where(LiveGuest.run_id == run.id, LiveGuest.token_hash == token_hash(token))
    return db.session.scalar(query)


def find_guest_answer(guest: LiveGuest, question: Question) -> LiveGuestAnswer | None:
    """What a guest chose."""
    return db.session.scalar(
        select(LiveGuestAnswer).where(LiveGuestAnswer.guest_id == guest.id, LiveGuestAnswer.question_id == question.id)
    )


def total_of(run: LiveRun) -> int:
    """How many questions it has."""
    query = select(func.count()).select_from(QuizQuestion).where(QuizQuestion.quiz_id == run.quiz_id)
    return db.session.scalar(query) or 0


def current_question(run: LiveRun) -> Question | None:
    """The question that is asked, closed or explained now."""
    if run.position == 0:
        return None
    query = (
        select(Question)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == run.quiz_id)
        .order_by(QuizQuestion.position)
        .offset(run.position - 1)
        .limit(1)
        .options(joinedload(Question.exhibit))
    )
    return db.session.scalar(query)


def order_of(run: LiveRun, question: Question) -> list[str]:
    """The order of the options, the same for everybody in this run and no hint at what is right."""
    return option_order(run.id.int & 0xFFFFFFFF, question.id, question.kind, question.option_keys)


def hall_of(run: LiveRun, question: Question | None) -> Hall:
    """Who is in, and who has answered the question of now: participants and guests together."""
    participants = select(func.count()).select_from(Attempt).where(Attempt.quiz_id == run.quiz_id)
    guests = select(func.count()).select_from(LiveGuest).where(LiveGuest.run_id == run.id)
    joined = (db.session.scalar(participants) or 0) + (db.session.scalar(guests) or 0)
    return Hall(joined=joined, answered=len(_chosen(run, question.id)) if question else 0)


def _chosen(run: LiveRun, question_id: UUID) -> list[list[str]]:
    """What participants and guests chose for a question."""
    participants = (
        select(Answer.chosen)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(Attempt.quiz_id == run.quiz_id, Answer.question_id == question_id)
    )
    guests = (
        select(LiveGuestAnswer.chosen)
        .join(LiveGuest, LiveGuest.id == LiveGuestAnswer.guest_id)
        .where(LiveGuest.run_id == run.id, LiveGuestAnswer.question_id == question_id)
    )
    return [*db.session.scalars(participants), *db.session.scalars(guests)]


def list_bars(run: LiveRun, question: Question) -> list[Bar]:
    """How often each answer was chosen, in the order of the page; what is right only once it is explained.

    Kinds that are not chosen from a list show only, once explained, how many were wholly right.
    """
    chosen = _chosen(run, question.id)
    told = run.phase in {Phase.EXPLAINED, Phase.ENDED}
    if question.right_keys:
        counts = Counter(key for keys in chosen for key in keys)
        right = set(question.right_keys)
        return [
            Bar(key, question.option_text(key), counts[key], (key in right) if told else None)
            for key in order_of(run, question)
        ]
    if not told:
        return []
    right_people = sum(question.key.is_right(keys) for keys in chosen)
    return [
        Bar(RIGHT, Bilingual(), right_people, True),
        Bar(WRONG, Bilingual(), len(chosen) - right_people, False),
    ]


def find_answer(attempt: Attempt, question: Question) -> Answer | None:
    """What a participant chose."""
    query = select(Answer).where(Answer.attempt_id == attempt.id, Answer.question_id == question.id)
    return db.session.scalar(query.order_by(Answer.sequence.desc()).limit(1))
