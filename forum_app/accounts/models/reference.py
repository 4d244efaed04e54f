"""Bilingual tables that an organiser edits: what Cambodian offices call things is data, never code."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId


class Honorific(WithId, Base):
    """How a person is addressed, e.g. លោក / Mr."""

    __tablename__ = "honorifics"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Bilingual] = pair("name")
    position: Mapped[int] = mapped_column(default=0)


class Rank(WithId, Base):
    """A rank of police or gendarmerie. Judges, ministry staff and foreign experts have none."""

    __tablename__ = "ranks"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Bilingual] = pair("name")
    level: Mapped[int] = mapped_column(default=0)
    """Higher is senior; second key of the protocol order."""
    service: Mapped[str] = mapped_column(default="both")


class Post(WithId, Base):
    """A function that somebody holds, e.g. Deputy Commissioner. First key of the protocol order."""

    __tablename__ = "posts"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Bilingual] = pair("name")
    level: Mapped[int] = mapped_column(default=0)


class Province(WithId, Base):
    """One of the 25 provinces, by NCDD code (01-25)."""

    __tablename__ = "provinces"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Bilingual] = pair("name")


class Unit(WithId, Base):
    """An office that sends officers."""

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Bilingual] = pair("name")
    short_name: Mapped[Bilingual] = pair("short_name")
    """For tables and badges; empty: the full name."""
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    province_id: Mapped[UUID | None] = mapped_column(ForeignKey("provinces.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    is_sample: Mapped[bool] = mapped_column(default=False)

    province: Mapped[Province | None] = relationship()

    @property
    def label(self) -> Bilingual:
        """The short name where there is one."""
        return self.short_name or self.name
