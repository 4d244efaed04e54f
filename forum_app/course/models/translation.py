"""Tables of the two languages: every text with both sides, and what translators sent back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.kernel.database import Base, WithId


class TextUnit(WithId, Base):
    """A text that is translated at once, as it holds today. Made anew from the content, never edited."""

    __tablename__ = "text_units"
    __table_args__ = (CheckConstraint("outdated IN ('', 'km', 'en')", name="outdated"),)

    key: Mapped[str] = mapped_column(unique=True)
    area: Mapped[str] = mapped_column(index=True)
    """The code of a module, `glossary` or `feedback`."""
    position: Mapped[int]
    mark: Mapped[str] = mapped_column(default="")
    km: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    file_km: Mapped[str] = mapped_column(Text)
    """What the files say: something else than `km` while a correction made here has not come back to them."""
    file_en: Mapped[str] = mapped_column(Text)
    outdated: Mapped[str] = mapped_column(default="")

    @property
    def status(self) -> str:
        """A name of STATUS_NAMES."""
        if not (self.km and self.en):
            return "missing"
        return "outdated" if self.outdated else "done"

    def side(self, lang: str) -> str:
        return self.km if lang == "km" else self.en


class TextPair(WithId, Base):
    """Two sides that stood together once, and which of them was behind then: the memory of `rules.behind`."""

    __tablename__ = "text_pairs"
    __table_args__ = (UniqueConstraint("area", "hash_km", "hash_en"),)

    area: Mapped[str]
    hash_km: Mapped[str]
    hash_en: Mapped[str]
    outdated: Mapped[str] = mapped_column(default="")


class TextBatch(WithId, Base):
    """A file of a translator: kept as read, looked at, then taken over as a whole or forgotten."""

    __tablename__ = "text_batches"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'applied', 'undone', 'discarded')", name="state"),
        CheckConstraint("language IN ('km', 'en')", name="language"),
    )

    language: Mapped[str]
    """The language that was translated into."""
    state: Mapped[str] = mapped_column(default="draft")
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The rows as read while it is a draft, the verdicts afterwards."""
    source_name: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[UUID | None]
    made_by: Mapped[str] = mapped_column(default="")
    """The name as it was then, for the history."""
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    corrections: Mapped[list["TextCorrection"]] = relationship(
        order_by="TextCorrection.id", back_populates="batch", lazy="raise"
    )


class TextCorrection(WithId, Base):
    """One text that a translator changed or confirmed. It holds while its batch is applied."""

    __tablename__ = "text_corrections"
    __table_args__ = (UniqueConstraint("batch_id", "key"), {"info": {"append_only": True}})

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("text_batches.id"), index=True)
    key: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    source: Mapped[str] = mapped_column(Text)
    """The other side when it was corrected."""
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    """The same as before: it was confirmed that both sides agree."""
    was_outdated: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    batch: Mapped[TextBatch] = relationship(back_populates="corrections")
