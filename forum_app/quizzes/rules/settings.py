"""What an organiser can decide about a quiz, in words."""

from forum_app.kernel.refusal import N_, Refusal

PURPOSE_NAMES: dict[str, str] = {
    "session": N_("Quiz of a session"),
    "pre": N_("Before the course"),
    "post": N_("Final check"),
}
PREPOST = frozenset({"pre", "post"})
"""These two ask the same reserved questions over the whole course, so that they can be compared."""

BEHAVIOUR_NAMES: dict[str, str] = {
    "after": N_("After the quiz, when results are released"),
    "immediate": N_("Right after each answer"),
    "mastery": N_("Right after each answer, and again until it is right"),
    "live": N_("Together in the room, question by question"),
}
"""When a person learns whether an answer is right."""

COUNTING_NAMES: dict[str, str] = {
    "best": N_("The best attempt"),
    "last": N_("The last attempt"),
    "first": N_("The first attempt"),
}
ANCHORS = ("start", "end")
"""What a window is counted from: the real start or end of the session."""
ENTRY_NAMES: dict[str, str] = {
    "registered": N_("Every confirmed participant"),
    "present": N_("Only who is checked in for the half day of its session"),
}
RELEASE_NAMES: dict[str, str] = {
    "by_hand": N_("When a trainer releases them"),
    "at_close": N_("As soon as the quiz closes"),
}
DRAW_NAMES: dict[str, str] = {
    "same": N_("Everybody gets the same questions"),
    "each": N_("Each person gets their own questions from the same pools"),
}

MOST_QUESTIONS = 60
"""A quiz for a phone in a hall."""
MOST_ATTEMPTS = 20
EARLIEST_MINUTES = -24 * 60
LATEST_MINUTES = 14 * 24 * 60
"""A window may begin a day before its session and end two weeks after it."""


class ToldTooEarly(Refusal):
    text = N_(
        "A check before or after the course says what was right only when its results are released: the other check "
        "asks the same questions."
    )
    status = 422


def require_fitting(purpose: str, behaviour: str) -> None:
    """Raises ToldTooEarly for a pre- or post-test that would give its questions away."""
    if purpose in PREPOST and behaviour != "after":
        raise ToldTooEarly
