"""What keeps a question from being kept, changed or approved, each with its sentence."""

from collections.abc import Mapping, Sequence

from forum_app.kernel.refusal import N_, Refusal


class QuestionFault(Refusal):
    """What keeps a question from being kept. `field` names the field of `QuestionData` it is about."""

    text = N_("This question cannot be kept as it is.")
    status = 422
    field = "stem"


class StemMissing(QuestionFault):
    text = N_("Write the question in Khmer or in English.")


class StemTooLong(QuestionFault):
    text = N_("The question is longer than %(most)s characters. Put the case into an exhibit.")


class TooFewOptions(QuestionFault):
    text = N_("Write at least two answers to choose from.")
    field = "options"


class TooManyOptions(QuestionFault):
    text = N_("More than %(most)s answers do not fit on a phone.")
    field = "options"


class OptionTooLong(QuestionFault):
    text = N_("Answer %(number)s is longer than %(most)s characters.")
    field = "options"


class OptionRepeated(QuestionFault):
    text = N_("Answer %(number)s repeats another one.")
    field = "options"


class OptionMissing(QuestionFault):
    text = N_("Answer %(number)s is empty in the language that the others have.")
    field = "options"


class RightMissing(QuestionFault):
    text = N_("Say which answer is right.")
    field = "right"


class OnlyOneRight(QuestionFault):
    text = N_("This kind of question has exactly one right answer.")
    field = "right"


class AllRight(QuestionFault):
    text = N_("If every answer is right, there is nothing to choose.")
    field = "right"


class PairMissing(QuestionFault):
    text = N_("Each item needs its counterpart: pair %(number)s has only one side.")
    field = "targets"


class NumberUnreadable(QuestionFault):
    text = N_("Write a number like 12.5 instead of “%(typed)s”.")
    field = "value"


class AcceptedMissing(QuestionFault):
    text = N_("Write at least one text that counts as right.")
    field = "accepted"


class AcceptedTooLong(QuestionFault):
    text = N_("A text that is typed on a phone has at most %(most)s characters.")
    field = "accepted"


class TargetMissing(QuestionFault):
    text = N_("Counterpart %(number)s is empty in the language that the others have.")
    field = "targets"


class TargetTooLong(QuestionFault):
    text = N_("Counterpart %(number)s is longer than %(most)s characters.")
    field = "targets"


class ToleranceNegative(QuestionFault):
    text = N_("How far off counts as right is a number from 0 up.")
    field = "tolerance"


class KindUnknown(QuestionFault):
    text = N_("There is no kind of question called “%(kind)s”.")
    field = "kind"


class UseUnknown(QuestionFault):
    text = N_("There is no use of a question called “%(use)s”.")
    field = "use"


class DifficultyUnknown(QuestionFault):
    text = N_("The difficulty is 1, 2 or 3.")
    field = "difficulty"


class ModuleUnknown(QuestionFault):
    text = N_("There is no module “%(code)s”. Choose one of the course.")
    field = "module"


class ObjectiveUnknown(QuestionFault):
    text = N_("The module %(module)s has no objective “%(code)s”.")
    field = "objective"


class ExhibitUnknown(QuestionFault):
    text = N_("The module %(module)s has no case file “%(code)s”.")
    field = "exhibit"


class CodeTaken(QuestionFault):
    text = N_("The code %(code)s belongs to another question.")
    field = "code"


class QuestionNotKept(Refusal):
    """Raised by services instead of keeping a question; carries everything that is wrong with it."""

    text = N_("This question cannot be kept as it is.")
    status = 422

    def __init__(self, faults: Sequence[QuestionFault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


class QuestionsNotKept(Refusal):
    """Raised instead of keeping many: none of them is kept. `faults` by place in the list, counted from 0."""

    text = N_("None was kept: %(number)s questions cannot be kept as they are.")
    status = 422

    def __init__(self, faults: Mapping[int, Sequence[QuestionFault]]) -> None:
        super().__init__(number=len(faults))
        self.faults = dict(faults)


class FollowsTheCourse(Refusal):
    text = N_("This question follows the files of the course. Make a copy of your own and change that.")


class VersionRetired(Refusal):
    text = N_("This version is retired. Make a copy and change that.")


class NewerVersionExists(Refusal):
    text = N_("A newer version of this question is being written already. Change that one.")


class ChangedMeanwhile(Refusal):
    text = N_(
        "Somebody else changed this question in the meantime. What you typed is still here: compare and save again."
    )


class CourseQuestionBroken(Refusal):
    text = N_("The question %(code)s of the course cannot be loaded. “flask content check” says why.")


class LanguageLacking(QuestionFault):
    text = N_("Not everything is written in %(language)s.")


class FeedbackLacking(QuestionFault):
    text = N_("Write why the right answer is right.")
    field = "feedback"


class SourceLacking(QuestionFault):
    text = N_("Say where an officer can read it.")
    field = "source"


class ObjectiveLacking(QuestionFault):
    text = N_("Choose the objective that it asks about.")
    field = "objective"


class QuestionNotReady(QuestionNotKept):
    """Raised instead of letting a question go on; carries everything that it lacks."""

    text = N_("This question is not complete yet, so nobody can check it.")
    status = 409


class NotADraft(Refusal):
    text = N_("Only a draft can be sent to be checked.")


class NotBeingChecked(Refusal):
    text = N_("This question does not wait for a check any more.")


class OwnQuestion(Refusal):
    text = N_("You wrote this question or changed it. Somebody else has to check it.")


class NoteMissing(Refusal):
    text = N_("Write one line that says why.")
    status = 422


class AlreadyRetired(Refusal):
    text = N_("This question is retired already.")


class NotRetiredHere(Refusal):
    text = N_("Only a question of the course that was retired here can be used again.")


class AlreadyHeld(Refusal):
    text = N_("This question is on legal hold already.")


class NotHeldHere(Refusal):
    text = N_("This question was not put on hold here. The files of the course say when a lawyer has read it.")


class CaseTitleMissing(QuestionFault):
    text = N_("Give the case file a title in Khmer or in English.")
    field = "title"


class CaseTextMissing(QuestionFault):
    text = N_("Write the case in Khmer or in English.")
    field = "text"


class CaseTooLong(QuestionFault):
    text = N_("A case file of more than %(most)s characters is not read on a phone.")
    field = "text"


class CaseFollowsTheCourse(Refusal):
    text = N_("This case file follows the files of the course. Write one of your own.")


class CaseRetired(Refusal):
    text = N_("There is a newer version of this case file. Change that one.")
