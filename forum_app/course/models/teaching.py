"""Tables of the course, filled from course_content by `flask content load`."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId


class Module(WithId, Base):
    """One of the thirteen modules."""

    __tablename__ = "modules"
    url_key = "code"

    code: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[Bilingual] = pair("title")
    summary: Mapped[Bilingual] = pair("summary")
    text_km: Mapped[str] = mapped_column(Text, default="")
    """Teaching text as Markdown."""
    text_en: Mapped[str] = mapped_column(Text, default="")
    reading_minutes: Mapped[int] = mapped_column(default=5)
    warning_level: Mapped[int] = mapped_column(default=0)
    """0 none to 3 strong: how hard the subject is on the reader."""
    checked_on: Mapped[date | None]
    read_by: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Who qualified has read `km`, `en`, `law`: name and date, or null."""
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    law_status: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    self_check: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Short statements for the reader alone: `km`, `en`, `answer` and `why`; nobody's answer is kept."""
    outdated: Mapped[str] = mapped_column(default="")
    """`km` or `en`: the side of which some text has not followed the other one; empty when both say the same."""
    retired: Mapped[bool] = mapped_column(default=False)

    objectives: Mapped[list["Objective"]] = relationship(order_by="Objective.code", back_populates="module")

    @property
    def current_objectives(self) -> list["Objective"]:
        """The objectives that are taught now, in order."""
        return [objective for objective in self.objectives if not objective.retired]

    def text_in(self, lang: str) -> tuple[str, str]:
        """The teaching text and the language it is in: the other one where `lang` is not written."""
        own, other = (self.text_km, self.text_en) if lang == "km" else (self.text_en, self.text_km)
        return (own, lang) if own or not other else (other, "en" if lang == "km" else "km")


class Objective(WithId, Base):
    """What an officer can do after a module."""

    __tablename__ = "objectives"

    code: Mapped[str] = mapped_column(unique=True)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("modules.id"), index=True)
    text: Mapped[Bilingual] = pair("text")
    retired: Mapped[bool] = mapped_column(default=False)
    """No longer taught; questions that asked for it keep pointing here."""

    module: Mapped[Module] = relationship(back_populates="objectives")


class GlossaryTerm(WithId, Base):
    """A legal or forensic term in both languages."""

    __tablename__ = "glossary_terms"
    __table_args__ = (UniqueConstraint("term_en", "area"),)

    area: Mapped[str]
    term: Mapped[Bilingual] = pair("term")
    source: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(default="", index=True)


class Passage(Base):
    """What search looks through: a paragraph of a module, or one side of a term. Made anew from its text, never edited.

    Its key is an integer because that is what a full-text index points at.
    """

    __tablename__ = "passages"
    __table_args__ = (
        CheckConstraint("language IN ('km', 'en')", name="language"),
        CheckConstraint("(module_id IS NULL) <> (term_id IS NULL)", name="owner"),
        {"info": {"full_text": "key"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"), index=True)
    term_id: Mapped[UUID | None] = mapped_column(ForeignKey("glossary_terms.id"), index=True)
    number: Mapped[int] = mapped_column(default=0)
    """The paragraph's place in the lesson, the same in both languages when they are built alike."""
    language: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    """Plain words, without Markdown."""
    beside: Mapped[str] = mapped_column(Text, default="")
    """The same paragraph in the other language; empty where both texts are not built alike."""
    key: Mapped[str] = mapped_column(Text)
    """The text as `search_key` folds it."""

    module: Mapped[Module | None] = relationship()
    term: Mapped[GlossaryTerm | None] = relationship()
