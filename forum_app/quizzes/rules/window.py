"""When a quiz opens and closes: by hand, or by itself at an offset to its session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from forum_app.kernel.refusal import N_, Refusal
from forum_app.quizzes.rules.state import State, state_of


class WindowWithoutSession(Refusal):
    text = N_("Choose the session first: the times at which the quiz opens and closes are counted from it.")
    status = 422


class SessionOfAnotherForum(Refusal):
    text = N_("This session does not belong to this forum. Choose one from the list.")
    status = 422


class ClosesBeforeItOpens(Refusal):
    text = N_("With these times the quiz would close before it opens. Let it open earlier or close later.")
    status = 422


class Times(Protocol):
    """When a session is meant to be and when it really was."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def opened_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


def real(times: Times, anchor: str) -> datetime:
    """The real start or end where it is known, else the planned one; beginning late moves a planned end along."""
    begins = times.opened_at or times.starts_at
    if anchor == "start":
        return begins
    ends = times.closed_at or times.ends_at
    return ends if ends > begins else begins + (times.ends_at - times.starts_at)


@dataclass(frozen=True, slots=True)
class Offset:
    """So many minutes after (negative: before) the start or the end of a session; None: not by itself."""

    anchor: str
    minutes: int | None

    def moment(self, times: Times) -> datetime | None:
        """When that is."""
        return None if self.minutes is None else real(times, self.anchor) + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Window:
    """When a quiz opens and closes by itself; None where a trainer does it."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @classmethod
    def around(cls, times: Times | None, opens: Offset, closes: Offset) -> "Window":
        """The window of a session; a quiz without one, or whose session is cancelled, does nothing by itself."""
        if times is None or times.cancelled_at:
            return cls()
        return cls(opens.moment(times), closes.moment(times))

    @property
    def is_possible(self) -> bool:
        """False when it would close before it opens, for instance after its session was shortened."""
        return not (self.opens_at and self.closes_at) or self.opens_at < self.closes_at


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a quiz stands at a moment, and since when."""

    opened_at: datetime | None
    closed_at: datetime | None
    released_at: datetime | None

    @property
    def state(self) -> State:
        return state_of(self.opened_at, self.closed_at, self.released_at)

    @property
    def is_over(self) -> bool:
        """True when it takes no more answers."""
        return self.closed_at is not None


def standing(done: Standing, window: Window, *, release: str, at: datetime) -> Standing:
    """What was done by hand, and what the clock has done by itself since.

    Opening by hand is earlier than the window or instead of it; a quiz that was closed by hand stays closed; one
    that was opened again after its window stays open until it is closed by hand. Released results stay released.
    """
    opened = done.opened_at or _past(window.opens_at if window.is_possible else None, at)
    if opened is None:
        return done
    closed = done.closed_at or _past(window.closes_at, at, after=opened)
    if closed is None:
        return Standing(opened, None, None)
    return Standing(opened, closed, done.released_at or (closed if release == "at_close" else None))


def _past(moment: datetime | None, at: datetime, *, after: datetime | None = None) -> datetime | None:
    if moment is None or moment > at or (after is not None and moment <= after):
        return None
    return moment


def require_possible(window: Window) -> None:
    """Raises ClosesBeforeItOpens."""
    if not window.is_possible:
        raise ClosesBeforeItOpens
