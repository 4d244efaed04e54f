"""Quizzes of the sample: prepared, taken, closed, released."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.programme.queries import find_session
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Quiz
from forum_app.registration.models import Registration


def prepare(forum: Forum, rows: Sequence[dict[str, Any]], *, actor: Account, at: datetime) -> None:
    """Every quiz of the file, in its session, questions picked."""
    modules = {module.code: module for module in db.session.scalars(select(Module))}
    for position, row in enumerate(rows, start=1):
        forum_session = find_session(forum, row["session"])
        asked = [modules[code] for code in row["modules"]]
        data = services.QuizData(
            code=row["session"],
            title=Bilingual.of(row["title"]),
            purpose=row["purpose"],
            question_count=row["questions"],
            limit_minutes=row["limit_minutes"],
            pass_percent=row["pass_percent"],
            modules=asked if row["purpose"] == "session" else (),
            forum_session_id=forum_session.id if forum_session else None,
            position=position,
        )
        services.create_quiz(forum, data, actor=actor, at=at)


def take(
    quiz: Quiz,
    people: Sequence[Registration],
    *,
    skill: float,
    writing: Sequence[Registration] = (),
    actor: Account,
    random: Random,
) -> None:
    """Open it at its session's start and let people answer; `writing` have begun and not handed in yet."""
    assert quiz.forum_session is not None
    begins = quiz.forum_session.starts_at
    services.open_quiz(quiz, actor=actor, at=begins)
    questions = queries.list_questions(quiz)
    keys = queries.keys_of([quiz.id])[quiz.id]
    for person in [*people, *writing]:
        language = person.person.language
        at = begins + timedelta(seconds=random.randint(20, 90))
        attempt = services.start_attempt(quiz, person, actor=actor, at=at, language=language)
        share = 0.5 if person in writing else 1.0
        for question in questions[: max(1, round(len(questions) * share))]:
            at += timedelta(seconds=random.randint(12, 40))
            right = keys[question.id].solution["right"][0]
            wrong = [key for key in question.option_keys if key != right]
            # Hard questions are hard for everybody: the item statistics then look like real ones.
            known = random.random() < skill - 0.12 * (question.difficulty - 2)
            chosen = right if known else random.choice(wrong)
            services.record_answer(attempt, question, chosen=[chosen], language=language, actor=actor, at=at)
        if person not in writing:
            services.submit_attempt(attempt, actor=actor, at=at + timedelta(seconds=15))


def finish(quiz: Quiz, *, actor: Account) -> None:
    """Close it at its session's end and release the results ten minutes later."""
    assert quiz.forum_session is not None
    ends = quiz.forum_session.ends_at
    services.close_quiz(quiz, actor=actor, at=ends)
    services.release_results(quiz, actor=actor, at=ends + timedelta(minutes=10))
