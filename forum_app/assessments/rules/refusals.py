"""What skill assessment refuses, each as a fact with its sentence."""

from forum_app.kernel.refusal import N_, Refusal


class Incomplete(Refusal):
    text = N_("Criteria without a level: %(count)s. Choose a level or “not observed” for each.")


class AlreadySignedOff(Refusal):
    text = N_("This assessment is signed off. Reopen it with a reason before you change it.")


class NotSignedOff(Refusal):
    text = N_("This assessment is not signed off, so there is nothing to reopen.")


class NothingMarked(Refusal):
    text = N_("Nothing is marked yet for this officer.")


class NotYours(Refusal):
    text = N_("Another trainer made this assessment. Only that trainer or the lead trainer may reopen it.")
    status = 403


class ReasonMissing(Refusal):
    text = N_("Write why it is reopened. The reason stays in the record.")
    status = 422


class NoSuchLevel(Refusal):
    text = N_("Choose one of the four levels or “not observed”.")
    status = 422


class OtherRubric(Refusal):
    text = N_("This criterion belongs to another exercise.")
    status = 422


class NotExpected(Refusal):
    text = N_("%(name)s is not an approved participant of this forum.")


class CommentTooLong(Refusal):
    text = N_("A comment has at most %(most)s characters.")
    status = 422


class AlreadySet(Refusal):
    text = N_("This session already has this exercise.")
    status = 422


class PassMarkOutOfRange(Refusal):
    text = N_("The pass mark lies between 1.0 and 4.0.")
    status = 422


class WasAbsent(Refusal):
    text = N_("%(name)s is recorded as absent in this half day. Correct the attendance first if that is wrong.")


class OwnUnit(Refusal):
    text = N_("%(name)s is of your own unit. Another trainer assesses, unless the organiser allows it with a reason.")
    status = 403


class NotOfThisForum(Refusal):
    text = N_("This mark belongs to another forum or to nobody here.")
    status = 404


class ConflictOpen(Refusal):
    text = N_("Two of your devices say different things about this officer. Choose what is right, then sign off.")


class Tampered(Refusal):
    text = N_("This entry does not look as a phone writes it. It was not recorded.")
    status = 422


class ChangedAfterwards(Refusal):
    text = N_("This entry was sent before with other content. What arrived first is kept.")


class BatchUnreadable(Refusal):
    text = N_("What was sent is no list of marks. Nothing was recorded, and nothing on the phone is lost.")
    status = 422


class BatchTooLong(Refusal):
    text = N_("At most %(most)s entries can be sent at once.")
    status = 413


class NoConflict(Refusal):
    text = N_("There is nothing to decide here any more.")


class NoPhoto(Refusal):
    text = N_("This file is no photo. Choose a picture in JPEG or PNG.")
    status = 422


class PhotoTooLarge(Refusal):
    text = N_("A photo has at most %(most)s MB.")
    status = 413


class TooManyPhotos(Refusal):
    text = N_("There are %(most)s photos already. More are not needed for one form.")


class NotInResit(Refusal):
    text = N_("This was shown the first time. The re-sit asks only for what was not.")


class TwoAreEnough(Refusal):
    text = N_("Two trainers have assessed this officer already, and they agree.")


class StillOpen(Refusal):
    text = N_("Something is still owed for this officer: a second trainer, or a decision where two differ.")


class NothingToResit(Refusal):
    text = N_("There is nothing to show again here: the result is passed, or a re-sit is open already.")


class NoStations(Refusal):
    text = N_("A round plan needs at least one station and one group.")
    status = 422


class PlanTooLong(Refusal):
    text = N_("The rounds need %(needed)s minutes, and the session has %(minutes)s. Shorten a round or the change.")
    status = 422


class AppealTooLate(Refusal):
    text = N_("The time for an appeal ended on %(day)s.")


class AppealThere(Refusal):
    text = N_("You have made an appeal about this already.")


class AppealEmpty(Refusal):
    text = N_("Write what should be looked at again.")
    status = 422


class AppealDecided(Refusal):
    text = N_("This appeal is answered already.")


class NoDifference(Refusal):
    text = N_("Nothing is left to decide here: the trainers agree, or somebody has decided.")


class SeedMissing(Refusal):
    text = N_("Write a word or number for the draw. Anybody can repeat the draw with it.")
    status = 422


class DecidesAlone(Refusal):
    text = N_("You are one of the two trainers who differ. Somebody else writes down what you both came to.")
    status = 403


class NotWritten(Refusal):
    text = N_("Nothing is handed in for this exercise; it is shown at a station.")


class NoWork(Refusal):
    text = N_("Write something or choose a file, then hand it in.")
    status = 422


class WorkTooLarge(Refusal):
    text = N_("A file has at most %(most)s MB.")
    status = 413


class ClaimedByOther(Refusal):
    text = N_("Another trainer is reviewing this work now. Take the next one.")
