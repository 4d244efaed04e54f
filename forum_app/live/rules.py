"""The steps of a live quiz, who may answer when, and what the wall and the signals accept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_, Refusal

CODE_LENGTH = 6
"""Digits of the code that is read from the projector and typed on a phone."""
LONGEST_QUESTION = 300
MOST_WAITING = 200
"""Questions of one session that wait to be looked at; more nobody can read in a session."""
SIGNAL_MINUTES = 3
"""A signal speaks about the last minutes, and a person's second tap in them changes nothing."""


class Phase(StrEnum):
    """Where a live quiz stands."""

    LOBBY = "lobby"
    ASKING = "asking"
    CLOSED = "closed"
    EXPLAINED = "explained"
    ENDED = "ended"


class Action(StrEnum):
    """What the trainer presses."""

    ASK = "ask"
    CLOSE = "close"
    AGAIN = "again"
    EXPLAIN = "explain"
    END = "end"


STEPS: dict[Action, tuple[frozenset[Phase], Phase]] = {
    Action.ASK: (frozenset({Phase.LOBBY, Phase.EXPLAINED}), Phase.ASKING),
    Action.CLOSE: (frozenset({Phase.ASKING}), Phase.CLOSED),
    Action.AGAIN: (frozenset({Phase.CLOSED}), Phase.ASKING),
    Action.EXPLAIN: (frozenset({Phase.CLOSED}), Phase.EXPLAINED),
    Action.END: (frozenset({Phase.LOBBY, Phase.CLOSED, Phase.EXPLAINED}), Phase.ENDED),
}
"""From which phases an action leads, and where to. Answers are closed before anything is shown."""

SIGNAL_NAMES: dict[str, str] = {
    "fast": N_("Too fast"),
    "unclear": N_("Not clear"),
}
WALL_STATES: dict[str, str] = {
    "waiting": N_("Waits to be looked at"),
    "shown": N_("On the wall"),
    "answered": N_("Answered"),
    "hidden": N_("Put aside"),
}


class NotALiveQuiz(Refusal):
    text = N_("This quiz is not answered live. Choose “live” in its settings first.")


class StepNotPossible(Refusal):
    text = N_("This step does not come next. The page shows where the quiz stands.")


class NoMoreQuestions(Refusal):
    text = N_("That was the last question. End the quiz.")


class QuestionNotAsked(Refusal):
    text = N_("This question is not being asked now. Answers sent in time are kept.")


class RunOver(Refusal):
    text = N_("This live quiz is over.")


class NoSuchRun(Refusal):
    text = N_("No live quiz has this code now. Look at the projector again.")
    status = 404


class GuestsNotAllowed(Refusal):
    text = N_("This quiz is for participants. Sign in first, then join.")
    status = 403


class NotJoined(Refusal):
    text = N_("Join the quiz first.")


class AnswerMissing(Refusal):
    text = N_("Choose or write an answer first.")
    status = 422


class TooManyTries(Refusal):
    text = N_("Too many tries from this network. Wait a minute.")
    status = 429


class QuestionEmpty(Refusal):
    text = N_("Write your question first.")
    status = 422


class QuestionTooLong(Refusal):
    text = N_("A question has at most %(most)s characters. Yours has %(length)s.")
    status = 422


class WallFull(Refusal):
    text = N_("So many questions wait already that no more can be taken now.")


class WallClosed(Refusal):
    text = N_("Questions are taken while the session runs and on its day.")


class SignalUnknown(Refusal):
    text = N_("There is no such signal.")
    status = 422


def next_step(phase: Phase, position: int, total: int, action: Action) -> tuple[Phase, int]:
    """Phase and question (counted from 1) after an action. Raises StepNotPossible, NoMoreQuestions."""
    froms, to = STEPS[action]
    if phase not in froms:
        raise StepNotPossible
    if action is Action.ASK:
        if position >= total:
            raise NoMoreQuestions
        position += 1
    return to, position


def possible(phase: Phase, position: int, total: int) -> list[Action]:
    """What can be pressed now, the usual next step first."""
    usual = [Action.ASK, Action.CLOSE, Action.EXPLAIN, Action.END, Action.AGAIN]
    return [
        action for action in usual if phase in STEPS[action][0] and not (action is Action.ASK and position >= total)
    ]


def require_question(text: str) -> str:
    """A question for the wall, tidy. Raises QuestionEmpty, QuestionTooLong."""
    tidy = text.strip()
    if not tidy:
        raise QuestionEmpty
    if len(tidy) > LONGEST_QUESTION:
        raise QuestionTooLong(most=LONGEST_QUESTION, length=len(tidy))
    return tidy


def bucket(at: datetime) -> datetime:
    """The window of `SIGNAL_MINUTES` that a moment lies in."""
    return at - timedelta(minutes=at.minute % SIGNAL_MINUTES, seconds=at.second, microseconds=at.microsecond)


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer and how many gave it; `is_right` is None as long as the hall must not see it."""

    key: str
    text: Bilingual
    people: int
    is_right: bool | None

    def share(self, total: int) -> int:
        """Whole percent of those who answered."""
        return self.people * 100 // total if total else 0


@dataclass(frozen=True, slots=True)
class Hall:
    """How far the hall is with the question that is asked."""

    joined: int
    answered: int
