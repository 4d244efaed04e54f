"""Question banks, quizzes and attempts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.registration.models import Registration
from tests.factories.programme import make_module


def question_row(code: str = "DF-Q1", **values: Any) -> dict[str, Any]:
    """A question as questions.yaml writes it. What only the server may know carries the word CANARY."""
    return {
        "code": code,
        "kind": "single",
        "use": "quiz",
        "stem": {"km": f"តើសំណួរ {code} សួរអ្វី?", "en": f"What does {code} ask?"},
        "options": [{"km": f"ជម្រើសទី {n} នៃ {code}", "en": f"Choice {n} of {code}"} for n in range(1, 5)],
        "correct": 1,
        "feedback": {"km": f"ពន្យល់ CANARY {code}", "en": f"Why CANARY {code}"},
        "source": {"km": f"ប្រភព CANARY {code}", "en": f"Source CANARY {code}"},
        "difficulty": 2,
        "legal_hold": False,
        **values,
    }


def make_bank(code: str = "DF", count: int = 4, **values: Any) -> Module:
    """A module (made when it is missing) with `count` questions."""
    module = db.session.scalar(select(Module).where(Module.code == code)) or make_module(code)
    services.load_questions(code, [question_row(f"{code}-Q{n}", **values) for n in range(1, count + 1)])
    return module


def make_quiz(
    forum: Forum, *, code: str = "Q1", questions: int = 4, opened: datetime | None = None, **values: Any
) -> Quiz:
    """A quiz over a bank of module DF; open from `opened` on, if given."""
    module = make_bank(count=questions, use="prepost" if values.get("purpose", "session") != "session" else "quiz")
    data = services.QuizData(
        **{
            "code": code,
            "title": Bilingual("តេស្តការឆ្លើយតបដំបូង", "First response quiz"),
            "question_count": questions,
            "modules": [module],
            **values,
        }
    )
    quiz = services.create_quiz(forum, data, actor=None, at=clock.now(), seed=1)
    return services.open_quiz(quiz, actor=None, at=opened) if opened else quiz


def take_quiz(
    quiz: Quiz, registration: Registration, *, right: Sequence[bool], at: datetime, submit: bool = True
) -> Attempt:
    """An attempt whose first questions (in the quiz's order) are answered rightly or wrongly."""
    attempt = services.start_attempt(quiz, registration, actor=None, at=at)
    for question, is_right in zip(queries.list_questions(quiz), right, strict=False):
        wrong = next(key for key in question.option_keys if key != question.correct_key)
        chosen = [question.correct_key if is_right else wrong]
        services.record_answer(attempt, question, chosen=chosen, language="km", actor=None, at=at)
    return services.submit_attempt(attempt, actor=None, at=at) if submit else attempt
