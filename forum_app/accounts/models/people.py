"""A person: names in two scripts, and what an office needs to know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models.reference import Honorific, Post, Province, Rank, Unit
from forum_app.kernel import secrets
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.kernel.khmer.names import full_name
from forum_app.kernel.secrets import Encrypted


class Person(WithId, Base):
    """Somebody who attends, teaches or organises.

    Family name first in both scripts, typed as the person's own papers write it and never re-cased.
    Neither script is required, but one of them is. Rank, post and unit are today's; a registration keeps
    those of its forum.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("sex IN ('female', 'male')", name="sex"),
        CheckConstraint("given_name_km <> '' OR given_name_latin <> ''", name="one_script"),
    )

    family_name_km: Mapped[str] = mapped_column(default="")
    given_name_km: Mapped[str] = mapped_column(default="")
    family_name_latin: Mapped[str] = mapped_column(default="")
    given_name_latin: Mapped[str] = mapped_column(default="")
    sex: Mapped[str | None]
    honorific_id: Mapped[UUID | None] = mapped_column(ForeignKey("honorifics.id"))
    rank_id: Mapped[UUID | None] = mapped_column(ForeignKey("ranks.id"))
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"))
    position: Mapped[Bilingual] = pair("position")
    """The post as printed when the table of posts does not have it."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    province_id: Mapped[UUID | None] = mapped_column(ForeignKey("provinces.id"))
    protocol_number: Mapped[int | None]
    """Third key of the protocol order; set by an organiser where post and rank do not decide."""
    birth_year: Mapped[int | None]
    language: Mapped[str] = mapped_column(default="km")
    email: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(Encrypted)
    """E.164. Encrypted; found through the two indexes below."""
    phone_index: Mapped[str | None] = mapped_column(index=True)
    phone_last4_index: Mapped[str | None] = mapped_column(index=True)
    officer_id: Mapped[str | None] = mapped_column(Encrypted)
    officer_id_index: Mapped[str | None] = mapped_column(index=True)
    badge_code: Mapped[str] = mapped_column(unique=True)
    """Eight characters of Crockford base32 with a check character; stays with the person over forums."""
    search_key: Mapped[str] = mapped_column(default="", index=True)
    sort_key: Mapped[str] = mapped_column(default="", index=True)
    """Dictionary order of the Khmer name (Latin when there is none), comparable byte by byte."""
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    honorific: Mapped[Honorific | None] = relationship()
    rank: Mapped[Rank | None] = relationship()
    post: Mapped[Post | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    province: Mapped[Province | None] = relationship()

    @property
    def name(self) -> Bilingual:
        """Both names, family first."""
        return Bilingual(
            km=full_name(self.family_name_km, self.given_name_km, "km"),
            en=full_name(self.family_name_latin, self.given_name_latin, "en"),
        )

    def set_phone(self, number: str | None) -> None:
        """Store an E.164 number and its blind indexes (whole value, last four digits)."""
        self.phone = number or None
        self.phone_index = secrets.blind_index(number, purpose="phone") if number else None
        self.phone_last4_index = secrets.blind_index(number[-4:], purpose="phone4") if number else None

    def set_officer_id(self, value: str | None) -> None:
        """Store an officer id and its blind index."""
        self.officer_id = value or None
        self.officer_id_index = secrets.blind_index(value, purpose="officer_id") if value else None
