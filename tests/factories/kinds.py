"""A quiz that asks one question of each kind, two of them under a case file."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.questions import services as questions
from forum_app.questions.models import Question
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Attempt, Quiz
from tests.factories.programme import make_module

KINDS = ("single", "multiple", "true_false", "matching", "ordering", "numeric", "text", "scenario")
EXHIBIT = {
    "code": "DF-X1",
    "title": {"km": "សំណុំរឿង ១៧", "en": "Case 17"},
    "text": {
        "km": "ទូរសព្ទមួយគ្រឿងត្រូវបានរកឃើញ។\n\n| ម៉ោង | អ្វី |\n|---|---|\n| 08:12 | រកឃើញ |\n| 08:20 | ថតរូប |",
        "en": "A phone was found.\n\n| time | what |\n|---|---|\n| 08:12 | found |\n| 08:20 | photographed |",
    },
}


def _texts(code: str, count: int, word: str = "Choice", khmer: str = "ជម្រើសទី") -> list[dict[str, str]]:
    return [{"km": f"{khmer} {n} នៃ {code}", "en": f"{word} {n} of {code}"} for n in range(1, count + 1)]


def kind_rows() -> list[dict[str, Any]]:
    """One row of each kind, as questions.yaml writes it. What only the server may know carries the word CANARY."""
    own: dict[str, dict[str, Any]] = {
        "single": {"options": _texts("DF-K1", 4), "correct": 1},
        "multiple": {"options": _texts("DF-K2", 4), "correct": [0, 2]},
        "true_false": {"options": [{"km": "ពិត", "en": "True"}, {"km": "មិនពិត", "en": "False"}], "correct": 0},
        "matching": {"options": _texts("DF-K4", 3, "Left", "ឆ្វេង"), "targets": _texts("DF-K4", 4, "Right", "ស្តាំ")},
        "ordering": {"options": _texts("DF-K5", 4, "Step", "ជំហានទី")},
        "numeric": {"value": 12.5, "tolerance": 0.5, "unit": {"km": "ម៉ោង", "en": "hours"}},
        "text": {"accepted": ["CANARY-256", "សញ្ញា CANARY"]},
        "scenario": {"options": _texts("DF-K8", 3), "correct": 2},
    }
    return [
        {
            "code": f"DF-K{number}",
            "kind": kind,
            "use": "quiz",
            "stem": {"km": f"សំណួរប្រភេទ {number} សួរអ្វី?", "en": f"What does kind {number} ask?"},
            "feedback": {"km": f"ពន្យល់ CANARY {number}", "en": f"Why CANARY {number}"},
            "source": {"km": f"ប្រភព CANARY {number}", "en": f"Source CANARY {number}"},
            "law_reference": f"CANARY {number}",
            "exhibit": "DF-X1" if kind in ("numeric", "scenario") else "",
            **own[kind],
        }
        for number, kind in enumerate(KINDS, 1)
    ]


def make_quiz_of_kinds(forum: Forum, *, opened: datetime | None = None, **values: Any) -> Quiz:
    """A quiz over all eight kinds; open from `opened` on, if given."""
    module: Module = db.session.scalar(select(Module).where(Module.code == "DF")) or make_module("DF")
    questions.load_questions("DF", kind_rows(), exhibits=[EXHIBIT])
    data = services.QuizData(
        **{
            "code": "K1",
            "title": Bilingual("តេស្តគ្រប់ប្រភេទ", "Quiz of all kinds"),
            "question_count": len(KINDS),
            "modules": [module],
            **values,
        }
    )
    quiz = services.create_quiz(forum, data, actor=None, at=clock.now(), seed=1)
    return services.open_quiz(quiz, actor=None, at=opened) if opened else quiz


def question_of_kind(kind: str) -> Question:
    """The one question of this kind."""
    return db.session.scalars(select(Question).where(Question.kind == kind)).one()


def right_answer_of(question: Question) -> list[str]:
    """Something that is wholly right."""
    if question.kind == "matching":
        return [f"{left}:{right}" for left, right in question.solution["pairs"].items()]
    if question.kind == "ordering":
        return list(question.solution["order"])
    if question.kind == "numeric":
        return [question.solution["value"]]
    return [question.solution["accepted"][0]] if question.kind == "text" else list(question.solution["right"])


def answer_all(attempt: Attempt, *, at: datetime) -> None:
    """Every question of an attempt, rightly."""
    for question in queries.list_questions_of(attempt):
        services.record_answer(attempt, question, chosen=right_answer_of(question), language="km", actor=None, at=at)
