"""How a person gets in: account, device, sign-in, activation code, throttle."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models.people import Person
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import Base, WithId


class Account(WithId, Base):
    """What a person signs in with. Flask-Login's user.

    `login` is a staff name; an officer signs in with the person's badge code and has none.
    """

    __tablename__ = "accounts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    login: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    pin_hash: Mapped[str | None]
    """Six digits; counts only together with an enrolled device."""
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_staff: Mapped[bool] = mapped_column(default=False)
    """Staff must have a password; officers may."""
    language: Mapped[str] = mapped_column(default="km")
    disabled_at: Mapped[datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    # What Flask-Login asks. `get_id` answers the random token of this sign-in, set when it was loaded.
    is_authenticated = True
    is_anonymous = False
    sign_in_token: str = ""

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        """The random token whose sha256 is a row of `sign_ins`."""
        return self.sign_in_token

    @property
    def name(self) -> Bilingual:
        return self.person.name


class Device(WithId, Base):
    """A phone or browser that a person enrolled; the possession half of PIN sign-in."""

    __tablename__ = "devices"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str] = mapped_column(default="")
    """Browser family as the person would recognise it; no fingerprint."""
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class SignIn(WithId, Base):
    """One sign-in on one browser: ended, it never works again."""

    __tablename__ = "sign_ins"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    """Written at most once a minute."""
    expires_at: Mapped[datetime]
    """Absolute end; idleness ends it earlier unless `kept_until` lies ahead."""
    kept_until: Mapped[datetime | None]
    """On an enrolled device: the closing of the forum day; until then idleness does not sign out."""
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class ActivationCode(WithId, Base):
    """A one-time code on a card (or a QR on a screen) that enrols a device or makes a staff account usable."""

    __tablename__ = "activation_codes"
    __table_args__ = (CheckConstraint("purpose IN ('card', 'enrol', 'staff')", name="purpose"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[str]
    code_hash: Mapped[str] = mapped_column(index=True)
    """sha256 of account id and code: the printed ten characters."""
    token_hash: Mapped[str] = mapped_column(unique=True)
    """sha256 of the token in the QR's fragment."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class SignInThrottle(Base):
    """Failures per account, never per address: the whole hotel is one address."""

    __tablename__ = "sign_in_throttles"

    login_hash: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failure_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
