"""Tables of forums, their days and their staff."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Person
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId


class Forum(WithId, Base):
    """A training forum of one or several days."""

    __tablename__ = "forums"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates"),)
    url_key = "code"

    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Bilingual] = pair("title")
    organiser: Mapped[Bilingual] = pair("organiser")
    venue: Mapped[Bilingual] = pair("venue")
    place: Mapped[Bilingual] = pair("place")
    """Town for the dateline of documents, e.g. រាជធានីភ្នំពេញ."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    timezone: Mapped[str] = mapped_column(default="Asia/Phnom_Penh")
    expected_people: Mapped[int | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=False)
    """Nothing of a forum is public until an organiser says so."""
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    """Counts edits: a stale save is a conflict, never a silent overwrite."""

    days: Mapped[list["ForumDay"]] = relationship(back_populates="forum", order_by="ForumDay.number")
    __mapper_args__ = {"version_id_col": version}


class ForumDay(WithId, Base):
    """One day of a forum with the times of its two halves (local time of the forum)."""

    __tablename__ = "forum_days"
    __table_args__ = (UniqueConstraint("forum_id", "number"), UniqueConstraint("forum_id", "day_on"))

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    number: Mapped[int]
    day_on: Mapped[date]
    morning_starts: Mapped[time] = mapped_column(default=time(8, 0))
    morning_ends: Mapped[time] = mapped_column(default=time(12, 0))
    afternoon_starts: Mapped[time] = mapped_column(default=time(13, 30))
    afternoon_ends: Mapped[time] = mapped_column(default=time(17, 0))
    opens: Mapped[time] = mapped_column(default=time(7, 0))
    """From here to `closes` nobody on an enrolled device is signed out by idleness."""
    closes: Mapped[time] = mapped_column(default=time(19, 0))

    forum: Mapped[Forum] = relationship(back_populates="days")


class StaffMember(WithId, Base):
    """A person who works in a forum, in one role."""

    __tablename__ = "staff_members"
    __table_args__ = (
        UniqueConstraint("forum_id", "person_id", "role"),
        CheckConstraint("role IN ('organiser', 'desk', 'lead_trainer', 'trainer', 'speaker')", name="role"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    function: Mapped[Bilingual] = pair("function")
    """As printed, e.g. Head of secretariat."""
    ended_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship()
    person: Mapped[Person] = relationship()
