"""Statuses of a registration, the protocol order, what a list may say, how long a card lives."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from forum_app.kernel.refusal import N_, Refusal

STATUS_NAMES: dict[str, str] = {
    "nominated": N_("Nominated"),
    "pending": N_("To be decided"),
    "approved": N_("Approved"),
    "waitlisted": N_("On the waiting list"),
    "declined": N_("Declined"),
    "cancelled": N_("Cancelled"),
}
ALLOWED_CHANGES: dict[str, frozenset[str]] = {
    "nominated": frozenset({"approved", "declined", "waitlisted", "cancelled", "pending"}),
    "pending": frozenset({"approved", "declined", "waitlisted", "cancelled"}),
    "waitlisted": frozenset({"approved", "declined", "cancelled"}),
    "approved": frozenset({"cancelled"}),
    "declined": frozenset({"approved", "pending"}),
    "cancelled": frozenset({"approved", "pending"}),
}
KIND_NAMES: dict[str, str] = {"participant": N_("Participant"), "guest": N_("Guest of honour")}
FIRST_BADGE_NUMBER = 1
LAST_BADGE_NUMBER = 9999
OLDEST_BIRTH_YEAR = 1930
YOUNGEST_AGE = 16


class ChangeNotPossible(Refusal):
    """The status does not lead there."""

    text = N_("A registration that is “%(old)s” cannot become “%(new)s”.")


class AlreadyRegistered(Refusal):
    """One person, one registration in a forum."""

    text = N_("%(name)s is already registered for this forum.")


class BadgeNumberTaken(Refusal):
    """Badge numbers are never given twice in a forum."""

    text = N_("Badge number %(number)s already belongs to somebody else in this forum.")
    status = 422


class BadgeNumberOutOfRange(Refusal):
    """Three digits are printed, four where a forum is that large."""

    text = N_("A badge number lies between 1 and 9999.")
    status = 422


class BirthYearNotPossible(Refusal):
    """A slip of the finger."""

    text = N_("The birth year %(year)s is not possible.")
    status = 422


class ReasonMissing(Refusal):
    """What takes something away says why."""

    text = N_("Write the reason. It stays in the history of this registration.")
    status = 422


class ChangedMeanwhile(Refusal):
    """Two organisers edit one person."""

    text = N_("Somebody else changed this person a moment ago. Look at the page again before you save.")


class NotOfThisForum(Refusal):
    """A group of another forum."""

    text = N_("This group belongs to another forum.")
    status = 422


class ColumnsMissing(Refusal):
    """A list without names."""

    text = N_(
        "The list has no column for: %(columns)s. Write the names of the columns in the first row, "
        "as in the sample file."
    )
    status = 422


class ColumnTwice(Refusal):
    """Two columns that mean the same."""

    text = N_("The list has two columns for: %(column)s. Keep one of them.")
    status = 422


class OnlyHeaders(Refusal):
    """A header row and nothing below it."""

    text = N_("The list has names of columns but no people below them.")
    status = 422


class RowsInError(Refusal):
    """Nothing is saved while a row is wrong, unless the organiser leaves it out on purpose."""

    text = N_("%(count)s rows still have an error. Correct them, or choose to leave them out for now.")
    status = 422


class ListAlreadySettled(Refusal):
    """Confirmed, discarded or taken back before."""

    text = N_("This list was already saved or discarded.")


class NotToTakeBack(Refusal):
    """Only a saved list can be taken back."""

    text = N_("Only a list that was saved can be taken back.")


class StaffCardElsewhere(Refusal):
    """An organiser's card could otherwise be printed by the organiser of another forum."""

    text = N_("%(name)s works as staff and has a password. Staff cards are made on the forum page.")


class HasPinElsewhere(Refusal):
    """The officer's PIN opens what another forum knows; that forum, or an administrator, makes the next one."""

    text = N_("%(name)s already has a PIN in another forum. Ask its organiser or an administrator for a new card.")
    status = 403


class NotApproved(Refusal):
    """Only who is expected gets in."""

    text = N_("%(name)s is not approved yet. Approve the registration first.")


class NobodyToPrint(Refusal):
    """The choice is empty."""

    text = N_("There is nobody in this choice, so no card was made.")
    status = 422


@dataclass(frozen=True, slots=True)
class RegistrationData:
    """What a form or a list says about somebody who registers."""

    family_name_km: str = ""
    given_name_km: str = ""
    family_name_latin: str = ""
    given_name_latin: str = ""
    sex: str | None = None
    phone: str | None = None
    officer_id: str | None = None
    birth_year: int | None = None
    email: str | None = None
    language: str = "km"
    honorific_id: UUID | None = None
    rank_id: UUID | None = None
    post_id: UUID | None = None
    position_km: str = ""
    position_en: str = ""
    unit_id: UUID | None = None
    new_unit: str = ""
    """The name of a unit that is not in the table yet; it is added."""
    province_id: UUID | None = None
    protocol_number: int | None = None
    group_id: UUID | None = None
    badge_number: int | None = None
    kind: str = "participant"
    note: str = ""
    approved: bool = False
    """Decided at once; otherwise the registration waits for a decision."""


PERSON_FIELDS = (
    "family_name_km",
    "given_name_km",
    "family_name_latin",
    "given_name_latin",
    "sex",
    "phone",
    "officer_id",
    "birth_year",
    "email",
    "language",
    "honorific_id",
    "rank_id",
    "post_id",
    "unit_id",
    "province_id",
)
REGISTRATION_FIELDS = (
    "rank_id",
    "post_id",
    "unit_id",
    "province_id",
    "protocol_number",
    "group_id",
    "kind",
    "note",
)


@dataclass(frozen=True, slots=True)
class ProtocolKey:
    """Order of a ceremony: post level, then rank level, then the organiser's number, then the name.

    Levels are higher for senior people, so they are negated to sort first.
    """

    post_level: int
    rank_level: int
    number: int
    name: str

    def as_tuple(self) -> tuple[int, int, int, str]:
        return (-self.post_level, -self.rank_level, self.number, self.name)


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence about a row of a list, translated where it is shown. `blocks`: the row cannot be saved."""

    text: str
    values: dict[str, Any]
    blocks: bool = False


def require_change(old: str, new: str, *, names: dict[str, str]) -> None:
    """Raises ChangeNotPossible unless a registration may go from `old` to `new`."""
    if new not in ALLOWED_CHANGES[old]:
        raise ChangeNotPossible(old=names[old], new=names[new])


def require_reason(reason: str) -> str:
    """The tidied reason. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def require_badge_number(number: int | None) -> None:
    """Raises BadgeNumberOutOfRange unless it can be printed."""
    if number is not None and not FIRST_BADGE_NUMBER <= number <= LAST_BADGE_NUMBER:
        raise BadgeNumberOutOfRange


def require_birth_year(year: int | None, *, this_year: int) -> None:
    """Raises BirthYearNotPossible."""
    if year is not None and not OLDEST_BIRTH_YEAR <= year <= this_year - YOUNGEST_AGE:
        raise BirthYearNotPossible(year=year)


def next_badge_number(used: set[int]) -> int:
    """The smallest that was never given. Raises BadgeNumberOutOfRange after the last one."""
    number = next(number for number in count(FIRST_BADGE_NUMBER) if number not in used)
    require_badge_number(number)
    return number


def card_valid_until(day_closings: list[datetime], *, at: datetime) -> datetime:
    """A card lives until the end of day 1; printed later, until the end of the next day that is not over.

    After the last day a card lives for a day, so that somebody can still fetch a certificate.
    """
    coming = [closing for closing in sorted(day_closings) if closing > at]
    return coming[0] if coming else at + timedelta(days=1)
