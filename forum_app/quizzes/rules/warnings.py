"""What whoever prepares a quiz should know before it is opened. A warning keeps nobody from anything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from forum_app.kernel.refusal import N_
from forum_app.quizzes.rules.settings import PREPOST


@dataclass(frozen=True, slots=True)
class Warned:
    """One sentence and what stands in it."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a quiz and its questions."""

    purpose: str
    entry: str
    release: str
    draw: str
    has_session: bool
    session_is_cancelled: bool
    has_window: bool
    window_is_possible: bool
    closes_itself: bool
    wanted: int
    """How many questions it asks."""
    offered: int
    """How many of those written down may still be asked."""
    withdrawn: int
    """How many of those written down may no longer be asked."""
    on_hold: int
    """Questions of its subjects that wait for a lawyer."""
    one_language: int
    """Questions whose text is missing in one language."""
    asked_elsewhere: tuple[tuple[str, int], ...] = ()
    """(code of another quiz of the forum, how many of the questions it asks as well)."""


def warnings(facts: Facts) -> Iterator[Warned]:
    """What to say, the gravest first."""
    yield from _about_questions(facts)
    yield from _about_times(facts)
    if facts.entry == "present" and not facts.has_session:
        yield Warned(N_("Without a session, who is checked in for the half day in which they start counts as present."))
    if facts.purpose == "post":
        yield Warned(
            N_(
                "The certificate asks for a percentage of its own, set on the page of certificates. The pass mark here "
                "is only what officers read on their result."
            )
        )


def _about_questions(facts: Facts) -> Iterator[Warned]:
    if facts.offered < facts.wanted:
        yield Warned(
            N_("Only %(offered)s of the %(wanted)s questions can be asked now. The quiz cannot be opened like this."),
            {"offered": facts.offered, "wanted": facts.wanted},
        )
    elif facts.withdrawn:
        yield Warned(
            N_("Questions withdrawn from the bank: %(count)s. Others take their place when the quiz is opened."),
            {"count": facts.withdrawn},
        )
    if facts.on_hold:
        yield Warned(
            N_("Questions of this subject that wait for a lawyer and are not asked: %(count)s."),
            {"count": facts.on_hold},
        )
    for code, count in facts.asked_elsewhere:
        yield Warned(N_("Also asked in the quiz %(code)s: %(count)s questions."), {"code": code, "count": count})
    if facts.one_language:
        yield Warned(
            N_("Questions written in one language only: %(count)s. Officers who read the other one see that text."),
            {"count": facts.one_language},
        )
    if facts.draw == "each" and facts.offered == facts.wanted:
        yield Warned(N_("The pools hold no more questions than are asked: everybody gets the same ones all the same."))
    if facts.draw == "each" and facts.purpose in PREPOST:
        yield Warned(
            N_("What was learned can be compared only where everybody gets the same questions before and after.")
        )


def _about_times(facts: Facts) -> Iterator[Warned]:
    if facts.session_is_cancelled:
        yield Warned(N_("The session of this quiz is cancelled: it does not open or close by itself."))
    if not facts.window_is_possible:
        yield Warned(N_("With the times of the session as they are now, the quiz would close before it opens."))
    if facts.release == "at_close" and not facts.closes_itself:
        yield Warned(
            N_("Results are shown the moment a trainer closes the quiz; after that it cannot be opened again.")
        )
