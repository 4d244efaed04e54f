"""Roles, half days and what a forum may be."""

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
