"""Tables of the question bank."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.course.models import Module, Objective
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.questions.rules import KIND_NAMES, STATUS_NAMES, USE_NAMES, Key
from forum_app.questions.rules.life import EVENT_NAMES


def _one_of(column: str, values: Any) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Exhibit(WithId, Base):
    """A case file: a text, a table or a form that several questions ask about. Always fictional."""

    __tablename__ = "exhibits"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("modules.id"), index=True)
    title: Mapped[Bilingual] = pair("title")
    text: Mapped[Bilingual] = pair("text")
    """The same Markdown as lessons."""
    origin: Mapped[str] = mapped_column(default="course", server_default="course")
    """As of a question."""
    retired: Mapped[bool] = mapped_column(default=False)

    module: Mapped[Module] = relationship()


class Question(WithId, Base):
    """One version of a question of the bank. A question with answers is never rewritten: a new version is."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint(_one_of("kind", KIND_NAMES), name="kind"),
        CheckConstraint(_one_of("use", USE_NAMES), name="use"),
        CheckConstraint(_one_of("status", STATUS_NAMES), name="status"),
        CheckConstraint("difficulty BETWEEN 1 AND 3", name="difficulty"),
    )

    code: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("modules.id"), index=True)
    objective_id: Mapped[UUID | None] = mapped_column(ForeignKey("objectives.id"))
    exhibit_id: Mapped[UUID | None] = mapped_column(ForeignKey("exhibits.id"), index=True)
    kind: Mapped[str]
    use: Mapped[str] = mapped_column(default="quiz")
    """`prepost` questions appear in pre- and post-tests only, so that a session's quiz does not teach them."""
    stem: Mapped[Bilingual] = pair("stem")
    options: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """`{key, km, en}` each. Keys are random: nothing in what a phone receives tells the right one."""
    targets: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """The right side of pairs to match, as `options`; may hold more than there are pairs."""
    solution: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What is right, see rules/kinds.py. Never sent to a phone before the results are released."""
    unit: Mapped[Bilingual] = pair("unit")
    """Behind the field of a number: kB, hours."""
    feedback: Mapped[Bilingual] = pair("feedback")
    source: Mapped[Bilingual] = pair("source")
    law_reference: Mapped[str] = mapped_column(default="", server_default="")
    """Article of a law, in the spelling of course_content/facts.yaml."""
    facts: Mapped[list[str]] = mapped_column(JSON, default=list)
    difficulty: Mapped[int] = mapped_column(default=2)
    legal_hold: Mapped[bool] = mapped_column(default=False)
    """A lawyer has to read it first; it is never picked."""
    status: Mapped[str] = mapped_column(default="approved")
    origin: Mapped[str] = mapped_column(default="course", server_default="course")
    """`course`: follows course_content; `own`: written or imported here and never touched by loading."""
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Written in the sample; it goes with it unless somebody approved it."""
    search_key: Mapped[str] = mapped_column(Text, default="", server_default="")
    """All its words as `search_key` folds them, see rules/words.py."""

    module: Mapped[Module] = relationship()
    objective: Mapped[Objective | None] = relationship()
    exhibit: Mapped[Exhibit | None] = relationship()

    def option_text(self, key: str) -> Bilingual:
        """The text of one option."""
        return next(Bilingual.of(option) for option in self.options if option["key"] == key)

    @property
    def option_keys(self) -> list[str]:
        return [option["key"] for option in self.options]

    @property
    def target_keys(self) -> list[str]:
        return [target["key"] for target in self.targets]

    @property
    def key(self) -> Key:
        """What is right in it."""
        return Key(self.kind, self.solution)

    @property
    def right_keys(self) -> list[str]:
        """The options that are right, for kinds that choose; empty for the others."""
        return list(self.solution.get("right", ()))

    @property
    def correct_key(self) -> str:
        """The one right option of a kind that chooses one."""
        return self.right_keys[0]


class QuestionEvent(WithId, Base):
    """What happened to a version of a question, who did it and what was changed."""

    __tablename__ = "question_events"
    __table_args__ = (
        CheckConstraint(_one_of("kind", EVENT_NAMES), name="kind"),
        {"info": {"append_only": True}},
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="", server_default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """`{field: [before, after]}` of what a reader can compare."""

    question: Mapped[Question] = relationship()


class QuestionImport(WithId, Base):
    """A file of questions: kept as it was read until somebody decides, then only what it brought."""

    __tablename__ = "question_imports"
    __table_args__ = (CheckConstraint("state IN ('draft', 'confirmed', 'discarded', 'undone')", name="state"),)

    state: Mapped[str] = mapped_column(default="draft")
    source_name: Mapped[str] = mapped_column(default="")
    """Empty for what was pasted."""
    module: Mapped[str] = mapped_column(default="")
    """Code of the module for questions that name none."""
    content: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    """The file, compressed (zlib); empty once it is settled."""
    question_count: Mapped[int] = mapped_column(default=0)
    question_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What it brought or changed, for taking it back."""
    summary: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """How many questions came to what."""
    made_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
