"""Roles, half days and what a forum may be."""

from datetime import date, timedelta
from enum import StrEnum

from forum_app.kernel.refusal import N_, Refusal


class Role(StrEnum):
    """What somebody does in one forum. Officer is a registration, not a role of staff."""

    ORGANISER = "organiser"
    DESK = "desk"
    LEAD_TRAINER = "lead_trainer"
    TRAINER = "trainer"
    SPEAKER = "speaker"


ROLE_NAMES: dict[str, str] = {
    "organiser": N_("Organiser"),
    "desk": N_("Desk"),
    "lead_trainer": N_("Lead trainer"),
    "trainer": N_("Trainer"),
    "speaker": N_("Speaker"),
    "officer": N_("Participant"),
}


class Half(StrEnum):
    """The two halves of a forum day, which desks and offices count by."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


HALF_NAMES: dict[str, str] = {"morning": N_("Morning"), "afternoon": N_("Afternoon")}


class EndsBeforeItBegins(Refusal):
    text = N_("The last day is before the first day.")
    status = 422


class CodeTaken(Refusal):
    text = N_("Another forum already has the code %(code)s.")
    status = 422


class DayStillUsed(Refusal):
    text = N_("The day still has sessions. Move or cancel them first.")


class LastOrganiser(Refusal):
    text = N_("A forum needs at least one organiser.")


class AlreadyStaff(Refusal):
    text = N_("%(name)s already has this role in the forum.")
    status = 422


class RightsElsewhere(Refusal):
    """An organiser's card for an administrator, or for the staff of another forum, would open what is not theirs."""

    text = N_("%(name)s has rights beyond your forums. Ask an administrator for this card.")
    status = 403


class LoginTaken(Refusal):
    text = N_("Another person already signs in as %(login)s.")
    status = 422


class TooManyDays(Refusal):
    text = N_("A forum has at most %(most)s days.")
    status = 422


MOST_DAYS = 31


def code_from(title_en: str, year: int) -> str:
    """A short code for a forum: initials of the English title (FORUM when there is none) and the year."""
    initials = "".join(word[0] for word in title_en.upper().split() if word[0].isascii() and word[0].isalnum())
    return f"{initials[:6] or 'FORUM'}-{year}"


def days_between(starts_on: date, ends_on: date) -> list[date]:
    """Every calendar day of a forum. Raises EndsBeforeItBegins, TooManyDays."""
    count = (ends_on - starts_on).days + 1
    if count < 1:
        raise EndsBeforeItBegins
    if count > MOST_DAYS:
        raise TooManyDays(most=MOST_DAYS)
    return [starts_on + timedelta(days=n) for n in range(count)]


class SignInFirst(Refusal):
    text = N_("This installation already has an organiser. Sign in first.")
    status = 403
