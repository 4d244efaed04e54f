"""What attendance will not do, each with its sentence."""

from forum_app.kernel.refusal import N_, Refusal


class NotExpected(Refusal):
    text = N_("This registration is not approved, so there is nothing to check in. Send the person to the organiser.")


class WasCancelled(NotExpected):
    text = N_("This registration was cancelled. Send the person to the organiser.")


class WasDeclined(NotExpected):
    text = N_("This registration was declined. Send the person to the organiser.")


class OnTheWaitingList(NotExpected):
    text = N_("This person is on the waiting list. Send the person to the organiser.")


class DayNotBegun(Refusal):
    text = N_("That day of the forum has not begun.")


class DayOver(Refusal):
    text = N_("That day is over. An organiser can still correct it, with a reason.")


class HalfNotBegun(Refusal):
    text = N_("It is too early for the afternoon: it can be checked in from %(time)s.")


class HalfOver(Refusal):
    text = N_("The morning is over. Check in for the afternoon, or ask the organiser to correct the morning.")


class NothingToUndo(Refusal):
    text = N_("There is no check-in to take back.")


class ReasonMissing(Refusal):
    text = N_("Write the reason. A correction without one is not kept.")
    status = 422


class NotYetTime(Refusal):
    text = N_("Nobody can have come to a half day that has not begun.")
    status = 422


class NobodyTicked(Refusal):
    text = N_("Nobody is ticked. Tick the people who are here, then send.")
    status = 422


class CodeNotKnown(Refusal):
    text = N_("No badge of this forum has the code %(code)s. Read it again, or look for the name.")
    status = 404


class NumberNotKnown(Refusal):
    text = N_("Nobody in this forum has badge number %(number)s.")
    status = 404


class NobodyFound(Refusal):
    text = N_("Nobody is found with these letters. Try fewer letters, or the badge number.")
    status = 404


NOT_EXPECTED: dict[str, type[NotExpected]] = {
    "cancelled": WasCancelled,
    "declined": WasDeclined,
    "waitlisted": OnTheWaitingList,
}
