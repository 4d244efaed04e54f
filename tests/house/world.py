"""A small built world for tests that walk over every route: two forums, one account for each role, rows to ask for."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import inspect, select
from werkzeug.routing import Rule

from forum_app.accounts.models import Account
from forum_app.course.models import Module
from forum_app.course.rules import TypedRow
from forum_app.course.services import keep_batch
from forum_app.forums.models import Forum
from forum_app.kernel.access import Declared
from forum_app.kernel.database import db
from forum_app.kernel.spreadsheet.reader import read_text
from forum_app.live.services import ask, settle
from forum_app.programme.models import ForumSession
from forum_app.questions.services import start_import as bring
from forum_app.registration.models import Registration
from forum_app.registration.services import start_import
from tests.factories.accounts import make_account, make_post, make_rank, make_unit
from tests.factories.assessments import make_appeal, make_observation, make_practical, make_rubric, make_submission
from tests.factories.attendance import make_check_in
from tests.factories.certificates import make_certificate
from tests.factories.evaluation import make_questions
from tests.factories.exercises import make_run, make_set
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_file, make_folder, make_held, make_lesson
from tests.factories.programme import at, make_session
from tests.factories.questions import make_exhibit
from tests.factories.quizzes import make_quiz, take_quiz
from tests.factories.registration import make_officer

SIGNED_IN = frozenset({"anybody", "signed_in"})
STAFF = SIGNED_IN | {"staff"}
HOLDS = {
    "anonymous": frozenset({"anybody"}),
    "officer": SIGNED_IN | {"participant"},
    "officer elsewhere": SIGNED_IN,
    "desk": STAFF | {"desk"},
    "trainer": STAFF | {"trainer"},
    "lead trainer": STAFF | {"lead_trainer"},
    "organiser": STAFF | {"organiser"},
    "organiser elsewhere": STAFF,
    "administrator": STAFF | {"administrator"},
}
"""The words of `@roles` that each principal can claim in the forum of the URL."""

ANYWHERE = {"officer elsewhere": frozenset({"participant"}), "organiser elsewhere": frozenset({"organiser"})}
"""What they can claim where the URL names no forum."""


@dataclass
class World:
    """Two forums and whoever asks for their pages."""

    forum: Forum
    other_forum: Forum
    accounts: dict[str, Account | None] = field(default_factory=dict)

    def row_of(self, model: Any, forum: Forum) -> Any:
        """A row of this model that belongs to the forum, or any row where rows belong to none."""
        if model is Forum:
            return forum
        query = select(model).order_by(*inspect(model).primary_key)
        rows = list(db.session.scalars(query).unique())
        return next((row for row in rows if getattr(row, "forum_id", forum.id) == forum.id), None)

    def address(self, app: Flask, rule: Rule, *, forum: Forum | None = None, things_of: Forum | None = None) -> str:
        """The URL of a rule: rows of the forum where there are some, unknown ids elsewhere."""
        forum = forum or self.forum
        models = declared(app, rule).models
        values: dict[str, Any] = {}
        for name, model in models.items():
            row = self.row_of(model, forum if model is Forum else things_of or forum)
            key = getattr(model, "url_key", "id")
            values[f"{name}_{key}"] = getattr(row, key) if row is not None else uuid4()
        for argument in rule.arguments - set(values):
            converter = rule._converters[argument]
            choices = sorted(getattr(converter, "items", ()))
            values[argument] = choices[0] if choices else EXAMPLES[type(converter).__name__]()
        with app.test_request_context():
            adapter = app.url_map.bind("localhost")
            return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


EXAMPLES = {
    "UnicodeConverter": lambda: "x",
    "IntegerConverter": lambda: 1,
    "UUIDConverter": uuid4,
    "PathConverter": lambda: "x/y",
}


def declared(app: Flask, rule: Rule) -> Declared:
    """What the view of a rule declared."""
    found: Declared = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
    return found


def rules(app: Flask) -> list[Rule]:
    """Every rule, by address."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def may_claim(principal: str, access: Declared) -> bool:
    """True when one of the roles that the policy can let in is the principal's."""
    held = HOLDS[principal]
    if Forum not in access.models.values() and not any(hasattr(m, "forum_id") for m in access.models.values()):
        held |= ANYWHERE.get(principal, frozenset())
    return bool(held & set(access.who))


def build() -> World:
    """Make it, by the same factories as every test."""
    forum, other = make_forum("HERE"), make_forum("THERE")
    world = World(forum, other)
    make_rank()
    make_post()
    make_unit()
    for found in (forum, other):
        make_session(found, f"{found.code}-S1")
    officer, elsewhere = make_officer(forum, badge_number=1), make_officer(other, badge_number=2)
    world.accounts = {
        "anonymous": None,
        "officer": officer,
        "officer elsewhere": elsewhere,
        "desk": make_staff(forum, "desk"),
        "trainer": make_staff(forum, "trainer"),
        "lead trainer": make_staff(forum, "lead_trainer"),
        "organiser": make_staff(forum, "organiser"),
        "organiser elsewhere": make_staff(other, "organiser"),
        "administrator": make_account(login="administrator", is_staff=True, is_administrator=True),
    }
    for found in (forum, other):
        _fill(world, found)
    return world


def _fill(world: World, forum: Forum) -> None:
    """A row of every kind that an address may name."""
    registration = world.row_of(Registration, forum)
    make_check_in(registration)
    quiz = make_quiz(forum, code=f"Q-{forum.code}", opened=at(forum, 1, "09:00"))
    take_quiz(quiz, registration, right=[True, False], at=at(forum, 1, "09:05"))
    practical = make_practical(forum, make_rubric(f"{forum.code}-X1"))
    make_run(forum, make_set(f"{forum.code}-X1", "photo"))
    trainer = make_staff(forum, "trainer", make_account(login=f"second-trainer-{forum.code.lower()}", is_staff=True))
    make_observation(practical, registration, trainer)
    make_appeal(registration, trainer)
    make_submission(registration, trainer)
    make_certificate(registration)
    make_lesson(forum, world.row_of(Module, forum))
    make_file(forum, folder=make_folder(forum))
    make_held(forum)
    make_questions(forum)
    make_exhibit()
    forum_session = world.row_of(ForumSession, forum)
    settle(ask(forum_session, text="Why?", at=forum_session.starts_at), "shown", actor=None, at=forum_session.starts_at)
    bring(b"Water boils{T}", source_name="", module="DF", actor=world.accounts["organiser"], at=at(forum, 1, "08:00"))
    row = TypedRow(3, "WB/text/1", "ក", "ខ", is_done=False, stamp="")
    keep_batch("km", [row], source_name="", actor=world.accounts["organiser"], by="", at=at(forum, 1, "08:00"))
    rows = read_text("គោត្តនាម\tនាម\nសុខ\tដារ៉ា\n")
    start_import(forum, rows, actor=world.accounts["organiser"], at=at(forum, 1, "08:00"))
