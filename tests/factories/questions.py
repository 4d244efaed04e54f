"""Questions as somebody writes them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.course.models import Module, Objective
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.questions import services
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.rules.draft import QuestionData
from tests.factories.programme import make_module

STEPS = tuple(Bilingual(f"ជំហាន {word}", f"Step {word}") for word in ("ក", "ខ", "គ"))
CONTENT: dict[str, dict[str, Any]] = {
    "single": {"options": STEPS, "right": (1,)},
    "scenario": {"options": STEPS, "right": (2,)},
    "multiple": {"options": STEPS, "right": (0, 2)},
    "true_false": {"options": (Bilingual("ពិត", "True"), Bilingual("មិនពិត", "False")), "right": (1,)},
    "matching": {
        "options": STEPS,
        "targets": tuple(Bilingual(f"គូ {n}", f"Partner {n}") for n in range(1, 5)),
    },
    "ordering": {"options": STEPS},
    "numeric": {"value": "48", "tolerance": "0.5", "unit": Bilingual("ម៉ោង", "hours")},
    "text": {"accepted": ("SHA-256", "សា ២៥៦")},
}
"""Sound content of each kind."""


def question_data(kind: str = "single", **values: Any) -> QuestionData:
    """A sound and complete question of the module DF."""
    found: dict[str, Any] = {
        "kind": kind,
        "stem": Bilingual("តើសំណួរនេះសួរអ្វី?", "What does it ask?"),
        "feedback": Bilingual("ព្រោះដូច្នេះ", "Because it is so"),
        "source": Bilingual("មេរៀន", "The lesson"),
        "module": "DF",
        "objective": "DF-O1",
        **CONTENT[kind],
        **values,
    }
    return QuestionData(**found)


def make_taught(code: str = "DF") -> Module:
    """A module with two objectives, made when it is missing."""
    module = db.session.scalar(select(Module).where(Module.code == code)) or make_module(code)
    if not module.objectives:
        with transaction() as session:
            for number in (1, 2):
                text = Bilingual(f"គោលបំណងទី {number}", f"Objective {number}")
                session.add(Objective(code=f"{code}-O{number}", module_id=module.id, text=text))
    return module


def make_question(
    kind: str = "single",
    *,
    actor: Account | None = None,
    at: datetime | None = None,
    status: str = "draft",
    **values: Any,
) -> Question:
    """A question of our own; its module is made when it is missing."""
    data = question_data(kind, **values)
    make_taught(data.module)
    return services.write_question(data, actor=actor, at=at or clock.now(), status=status)


def make_exhibit(module: str = "DF") -> Exhibit:
    """A case file of our own."""
    make_taught(module)
    title, text = Bilingual("ករណី", "A case"), Bilingual("អ្វីដែលបានកើតឡើង", "What happened")
    return services.write_exhibit(module, title=title, text=text, actor=None)
