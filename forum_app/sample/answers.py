"""Quizzes of the sample: prepared, taken, closed, released."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.programme.queries import find_session
from forum_app.questions.models import Question
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.rules.arriving import Tap
from forum_app.registration.models import Registration
from forum_app.sample.knowing import chance_of, reads_in


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
    for person in [*people, *writing]:
        language = reads_in(person)
        at = begins + timedelta(seconds=random.randint(20, 90))
        attempt = services.start_attempt(quiz, person, actor=actor, at=at, language=language)
        share = 0.5 if person in writing else 1.0
        taps: list[Tap] = []
        for place, question in enumerate(questions[: max(1, round(len(questions) * share))], 1):
            seconds = random.randint(12, 40)
            at += timedelta(seconds=seconds)
            known = random.random() < chance_of(quiz, place, question, person, skill=skill)
            chosen = rightly(question) if known else wrongly(question, random)
            taps.append(Tap(question.id, chosen, language, place, at, device="sample", ms=seconds * 1000))
        services.receive(attempt, taps, at=at)
        if person not in writing:
            services.submit_attempt(attempt, actor=actor, at=at + timedelta(seconds=15))


def finish(quiz: Quiz, *, actor: Account) -> None:
    """Close it at its session's end and release the results ten minutes later."""
    assert quiz.forum_session is not None
    ends = quiz.forum_session.ends_at
    services.close_quiz(quiz, actor=actor, at=ends)
    services.release_results(quiz, actor=actor, at=ends + timedelta(minutes=10))


def rightly(question: Question) -> list[str]:
    """The right answer to a question of any kind."""
    solution = question.solution
    if "pairs" in solution:
        return [f"{left}:{right}" for left, right in solution["pairs"].items()]
    if "value" in solution:
        return [str(solution["value"])]
    if "accepted" in solution:
        return [str(solution["accepted"][0])]
    return list(solution.get("order") or solution["right"])


def wrongly(question: Question, random: Random) -> list[str]:
    """A mistake that people make: the neighbour of the right one, two steps changed over, another number."""
    right = rightly(question)
    if "pairs" in question.solution:
        lefts, targets = zip(*(pair.split(":") for pair in right), strict=True)
        return [f"{left}:{target}" for left, target in zip(lefts, [*targets[1:], targets[0]], strict=True)]
    if "order" in question.solution:
        place = random.randrange(len(right) - 1)
        return [*right[:place], right[place + 1], right[place], *right[place + 2 :]]
    if "value" in question.solution:
        return [str(Decimal(right[0]) + 7)]
    if "accepted" in question.solution:
        return ["MD5"]
    if question.kind == "multiple":
        return right[:-1] or question.option_keys[:1]
    return [random.choice([key for key in question.option_keys if key not in right])]
