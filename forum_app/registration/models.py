"""Tables of registration."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Person, Post, Province, Rank, Unit
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.kernel.secrets import Encrypted
from forum_app.programme.models import Group
from forum_app.registration.rules import STATUS_NAMES, ProtocolKey


class Registration(WithId, Base):
    """A person in a forum, with rank, post and unit as they were then."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("forum_id", "person_id"),
        UniqueConstraint("forum_id", "badge_number"),
        CheckConstraint(f"status IN ({', '.join(repr(s) for s in STATUS_NAMES)})", name="status"),
        CheckConstraint("kind IN ('participant', 'guest')", name="kind"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    status: Mapped[str] = mapped_column(default="pending")
    kind: Mapped[str] = mapped_column(default="participant")
    badge_number: Mapped[int | None]
    """Printed large (three digits); given on approval, unique in the forum, never given twice."""
    rank_id: Mapped[UUID | None] = mapped_column(ForeignKey("ranks.id"))
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"))
    position: Mapped[Bilingual] = pair("position")
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    province_id: Mapped[UUID | None] = mapped_column(ForeignKey("provinces.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"), index=True)
    protocol_number: Mapped[int | None]
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    needs_confirmation: Mapped[bool] = mapped_column(default=False)
    """Came without a nomination: the unit has to confirm."""
    note: Mapped[str] = mapped_column(default="")
    import_batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    """The list that brought this registration, so that a wrong list can be taken back as one."""
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    forum: Mapped[Forum] = relationship()
    person: Mapped[Person] = relationship()
    rank: Mapped[Rank | None] = relationship()
    post: Mapped[Post | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    province: Mapped[Province | None] = relationship()
    group: Mapped[Group | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> Bilingual:
        return self.person.name

    @property
    def badge(self) -> str:
        """The badge number as printed: three digits, empty before approval."""
        return f"{self.badge_number:03d}" if self.badge_number is not None else ""

    @property
    def protocol_key(self) -> tuple[int, int, int, str]:
        """For sorting in protocol order; needs person, rank and post loaded."""
        number = self.protocol_number if self.protocol_number is not None else self.person.protocol_number
        return ProtocolKey(
            post_level=self.post.level if self.post else 0,
            rank_level=self.rank.level if self.rank else 0,
            number=number if number is not None else 9999,
            name=self.person.sort_key,
        ).as_tuple()


class RegistrationEvent(WithId, Base):
    """What happened to a registration; its status is the last of these."""

    __tablename__ = "registration_events"
    __table_args__ = ({"info": {"append_only": True}},)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


class ImportBatch(WithId, Base):
    """A list that was pasted or uploaded, kept as read until the organiser confirms or discards it.

    It holds names and phone numbers of people who are nowhere else yet, so its cells are encrypted, and they
    go as soon as the list is settled.
    """

    __tablename__ = "import_batches"
    __table_args__ = (CheckConstraint("state IN ('draft', 'confirmed', 'discarded', 'undone')", name="state"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    state: Mapped[str] = mapped_column(default="draft")
    content: Mapped[str] = mapped_column(Encrypted, default="")
    """JSON of `rows`."""
    row_count: Mapped[int] = mapped_column(default=0)
    columns: Mapped[list[str]] = mapped_column(JSON)
    """Our names of the columns that were found, in the order of the sheet."""
    ignored: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Headers that were not understood."""
    source_name: Mapped[str] = mapped_column(default="")
    summary: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """How many rows came to what, written when the list was confirmed."""
    made_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One dict per row: the cells as read, keyed by our column names, plus `row` (number in the sheet)."""
        return list(json.loads(self.content)) if self.content else []

    @rows.setter
    def rows(self, value: list[dict[str, Any]]) -> None:
        self.content = json.dumps(value, ensure_ascii=False) if value else ""
        self.row_count = max(self.row_count or 0, len(value))
