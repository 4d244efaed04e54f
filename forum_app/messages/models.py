"""The outbox: one row for everything the platform tells a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.kernel.database import Base, WithId


class Message(WithId, Base):
    """One sentence to one person. The sentence is kept as template and values, so it speaks both languages."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("channel IN ('screen')", name="channel"),
        Index("ix_messages_person_id_read_at", "person_id", "read_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    template: Mapped[str]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    url: Mapped[str] = mapped_column(default="", server_default="")
    """A page of ours that the message is about; empty: none."""
    key: Mapped[str] = mapped_column(unique=True)
    """The same key is the same message: a repeated action sends once."""
    channel: Mapped[str] = mapped_column(default="screen")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
