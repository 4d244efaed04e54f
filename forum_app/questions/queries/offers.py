"""What a form offers: modules with their objectives, case files, and what other questions of a module look like."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum_app.course.models import Module
from forum_app.kernel.database import db
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.queries.bank import everything
from forum_app.questions.queries.places import data_of
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.kinds import CHOICE_KINDS
from forum_app.questions.rules.life import BEING_WRITTEN


def list_modules() -> list[Module]:
    """Modules in teaching order, with their objectives."""
    query = select(Module).where(Module.retired.is_(False)).options(selectinload(Module.objectives))
    return list(db.session.scalars(query.order_by(Module.position, Module.code)))


def list_exhibits(module: str = "") -> list[Exhibit]:
    """Case files that may be asked about, of one module or of all."""
    query = select(Exhibit).join(Exhibit.module).where(Exhibit.retired.is_(False)).options(joinedload(Exhibit.module))
    if module:
        query = query.where(Module.code == module)
    return list(db.session.scalars(query.order_by(Module.position, Exhibit.code)))


def list_under(exhibit: Exhibit) -> list[Question]:
    """The questions that ask about a case file, those that are not retired first."""
    query = select(Question).where(Question.exhibit_id == exhibit.id).options(*everything())
    return list(db.session.scalars(query.order_by(Question.status == "retired", Question.code, Question.version)))


def list_attachable(exhibit: Exhibit) -> list[Question]:
    """Our own questions of the module that are being written and stand under no case file."""
    query = select(Question).where(
        Question.module_id == exhibit.module_id,
        Question.origin == "own",
        Question.status.in_(BEING_WRITTEN),
        Question.exhibit_id.is_(None),
    )
    return list(db.session.scalars(query.options(*everything()).order_by(Question.code, Question.version)))


def list_beside(module: str, code: str = "") -> list[QuestionData]:
    """The questions of a module in use that have one right option, without the one that is being written."""
    query = (
        select(Question)
        .join(Question.module)
        .where(
            Module.code == module,
            Question.code != code,
            Question.status == "approved",
            Question.legal_hold.is_(False),
            Question.kind.in_(CHOICE_KINDS),
        )
    )
    return [data_of(question) for question in db.session.scalars(query.options(*everything()))]
