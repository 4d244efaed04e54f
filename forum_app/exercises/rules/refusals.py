"""What the materials of an exercise refuse."""

from forum_app.kernel.refusal import N_, Refusal


class MaterialsBroken(Refusal):
    text = N_("The materials of exercise %(code)s cannot be loaded: %(fault)s")
    status = 422


class AlreadyInUse(Refusal):
    text = N_("This forum already uses the materials of this exercise.")
    status = 422


class AnswersClosed(Refusal):
    text = N_("The results are shown already, so answers can no longer be changed.")


class NoSuchItem(Refusal):
    text = N_("This question does not belong to your exhibits.")
    status = 422


class AnswerTooLong(Refusal):
    text = N_("An answer has at most %(most)s characters.")
    status = 422


class NotExpected(Refusal):
    text = N_("%(name)s is not an approved participant of this forum.")


class AlreadyReleased(Refusal):
    text = N_("The results are shown to the officers already.")


class NotReleased(Refusal):
    text = N_("The results are not shown to the officers, so there is nothing to take back.")


class AlreadyAnswered(Refusal):
    text = N_("Somebody has answered already, so this exercise keeps its version.")


class NothingNewer(Refusal):
    text = N_("This exercise already uses the newest materials.")
