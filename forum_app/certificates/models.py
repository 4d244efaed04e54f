"""Tables of certificates: what a forum's paper says, the register, and what happened to each entry."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.certificates.rules import (
    DEFAULT_TEXTS,
    EVENT_NAMES,
    KINDS,
    LUNAR_MODES,
    STATES,
    Requirements,
    half_of_halves,
    show_number,
)
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.registration.models import Registration


def _one_of(column: str, values: Any) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class CertificateSettings(WithId, Base):
    """What a forum asks for and what its certificates look like. One row a forum."""

    __tablename__ = "certificate_settings"
    __table_args__ = (
        CheckConstraint("min_minutes_percent BETWEEN 0 AND 100", name="min_minutes_percent"),
        CheckConstraint("min_final_percent BETWEEN 0 AND 100", name="min_final_percent"),
        CheckConstraint("min_halves IS NULL OR min_halves >= 0", name="min_halves"),
        CheckConstraint(_one_of("lunar_mode", LUNAR_MODES), name="lunar_mode"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), unique=True)
    participation_on: Mapped[bool] = mapped_column(default=True)
    completion_on: Mapped[bool] = mapped_column(default=True)
    min_halves: Mapped[int | None]
    """Half days for participation; None: half of the half days."""
    min_minutes_percent: Mapped[int] = mapped_column(default=80)
    """Completion: share of the counted minutes; 0: not asked."""
    min_final_percent: Mapped[int] = mapped_column(default=60)
    """Completion: result of the knowledge check after the course; 0: not asked."""
    needs_practicals: Mapped[bool] = mapped_column(default=True)
    kingdom_header: Mapped[bool] = mapped_column(default=False)
    """Two lines of the kingdom at the top. Off unless a state institution issues the certificate."""
    institution: Mapped[Bilingual] = pair("institution")
    signers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Up to three of `{post: {km, en}, rank: {km, en}, name: {km, en}}`, left to right."""
    logo_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Up to four stored files, left to right."""
    hours_on: Mapped[bool] = mapped_column(default=False)
    hours_value: Mapped[int | None]
    """Hours of training as printed; None: the counted time of the programme in whole hours."""
    birth_on: Mapped[bool] = mapped_column(default=False)
    verify_shows_unit: Mapped[bool] = mapped_column(default=False)
    lunar_mode: Mapped[str] = mapped_column(default="auto")
    lunar_text: Mapped[str] = mapped_column(default="")
    """The ministry's calendar is the authority: this line is printed instead of ours."""
    issued_on: Mapped[date | None]
    """Date on the paper; None: the last day of the forum."""
    place: Mapped[Bilingual] = pair("place")
    """Town of the dateline; empty: the forum's."""
    number_pattern: Mapped[str] = mapped_column(default="{number}/{year}")
    participation_text: Mapped[Bilingual] = pair("participation_text")
    completion_text: Mapped[Bilingual] = pair("completion_text")
    version: Mapped[int] = mapped_column(default=1)
    """Counts edits; a snapshot remembers the edit it was made from."""

    def is_on(self, kind: str) -> bool:
        """True when the forum gives this kind."""
        return self.participation_on if kind == "participation" else self.completion_on

    @property
    def kinds(self) -> list[str]:
        return [kind for kind in KINDS if self.is_on(kind)]

    def text_of(self, kind: str) -> Bilingual:
        """The body of the paper; each language falls back to ours by itself."""
        own: Bilingual = self.participation_text if kind == "participation" else self.completion_text
        default = DEFAULT_TEXTS[kind]
        return Bilingual(km=own.km or default.km, en=own.en or default.en)

    def requirements(self, kind: str, *, total_halves: int) -> Requirements:
        """What one kind asks for in this forum."""
        if kind == "participation":
            return Requirements(halves=half_of_halves(total_halves) if self.min_halves is None else self.min_halves)
        return Requirements(
            minutes_percent=self.min_minutes_percent or None,
            final_percent=self.min_final_percent or None,
            practicals=self.needs_practicals,
        )


class Certificate(WithId, Base):
    """One numbered entry of the register: a certificate of one kind for one registration."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("registration_id", "kind"),
        UniqueConstraint("forum_id", "number"),
        CheckConstraint(_one_of("kind", KINDS), name="kind"),
        CheckConstraint(_one_of("state", STATES), name="state"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("suffix >= 0", name="suffix"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    kind: Mapped[str]
    number: Mapped[int]
    """Running number in the register of the forum, over both kinds. Never given twice."""
    serial: Mapped[str] = mapped_column(unique=True)
    suffix: Mapped[int] = mapped_column(default=0)
    """How often it was corrected and printed again under the same number."""
    state: Mapped[str] = mapped_column(default="prepared", index=True)
    """The state after the last CertificateEvent, so that lists need no join."""
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Everything the paper says, as it was when it was prepared, corrected or renewed."""
    issued_on: Mapped[date]
    prepared_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    forum: Mapped[Forum] = relationship()
    registration: Mapped[Registration] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> Bilingual:
        """The name on the paper, not today's."""
        return Bilingual.of(self.snapshot["name"])

    @property
    def shown_number(self) -> str:
        """The number as printed, with the count of corrected prints."""
        return show_number(
            self.number, pattern=self.snapshot["number_pattern"], year=self.issued_on.year, suffix=self.suffix
        )


class CertificateEvent(WithId, Base):
    """What happened to a certificate; its state follows from the last of these."""

    __tablename__ = "certificate_events"
    __table_args__ = (CheckConstraint(_one_of("event", EVENT_NAMES), name="event"), {"info": {"append_only": True}})

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates.id"), index=True)
    event: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
