"""Setting up a forum in five steps, and what an organiser should do next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forum_app.kernel.refusal import N_, Refusal


class ReviewUnreadable(Refusal):
    text = N_("This is no review copy of a lesson. Save the corrected document as DOCX and try again.")
    status = 422


class ReviewOutdated(Refusal):
    text = N_("The lesson %(code)s has changed since this review copy was made. Make a new copy and correct that.")
    status = 409


class ReviewIncomplete(Refusal):
    text = N_("Paragraph %(number)s of the review copy is missing, empty or too many. Nothing was changed.")
    status = 422


@dataclass(frozen=True, slots=True)
class Correction:
    """A paragraph of one text with the words before and after."""

    lang: str
    number: int
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """What already stands in a forum that is being set up."""

    people: int
    sessions: int
    helpers: int
    cards_printed: int
    sheets_printed: int
    sample_present: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up: number, name, whether it is done and what is there."""

    number: int
    name: str
    about: str
    done: bool
    count: int | None = None


def steps(facts: SetupFacts) -> list[Step]:
    """The five steps. The first one is done by the existence of the forum."""
    return [
        Step(1, N_("Name and dates"), N_("What the forum is called, when and where it is."), done=True),
        Step(
            2,
            N_("List of participants"),
            N_("Paste it from Excel or upload the workbook."),
            done=facts.people > 0,
            count=facts.people,
        ),
        Step(
            3,
            N_("Programme"),
            N_("From a template or from a workbook; you can change everything later."),
            done=facts.sessions > 0,
            count=facts.sessions,
        ),
        Step(
            4,
            N_("Who helps"),
            N_("Desk, trainers and further organisers, each with a sign-in card."),
            done=facts.helpers > 0,
            count=facts.helpers,
        ),
        Step(
            5,
            N_("Print cards and sheets"),
            N_("Activation cards for the officers and the sign-in sheet of day 1."),
            done=facts.cards_printed > 0 and facts.sheets_printed > 0,
        ),
    ]


def next_step(found: list[Step], *, after: int = 0) -> Step | None:
    """The first step that is not done, later than the one the organiser skips."""
    return next((step for step in found if not step.done and step.number > after), None)


@dataclass(frozen=True, slots=True)
class Door:
    """One role of the sample that a visitor may step into."""

    role: str
    label: str
    about: str
    icon: str


DOORS = (
    Door("organiser", N_("Organiser"), N_("Registration, programme, attendance, certificates"), "users"),
    Door("officer", N_("Officer who attends"), N_("Quiz, materials, my attendance"), "badge"),
    Door("trainer", N_("Trainer"), N_("Skills and quizzes"), "note"),
    Door("desk", N_("Check-in desk"), N_("Names and badges at the door"), "scan"),
)


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do next: a sentence, a second line, and where it is done (endpoint and values)."""

    text: str
    values: dict[str, object]
    endpoint: str
    target: dict[str, object]
    detail: str = ""
    detail_values: dict[str, object] | None = None
    copy: bool = False
    """The text to send is copied from this page instead of opening another."""


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the dashboard knows when it decides what comes first."""

    begun: bool
    over: bool
    in_session: bool
    """The half day that is counted has begun and not ended."""
    missing: int
    undecided: int
    unconfirmed: int
    without_group: int
    open_quizzes: tuple[tuple[object, str, int, int], ...]
    """(id, title, submitted, still writing)."""
    due_quizzes: tuple[tuple[object, str], ...]
    """Quizzes of sessions that have begun and were never opened."""
    unreleased: tuple[tuple[object, str], ...]
    ready_for_certificate: int
    prepared: int
    setup_missing: int


def todo(facts: DayFacts) -> list[Todo]:
    """What to do next, the most urgent first; never empty of meaning, at most eight lines."""
    found: list[Todo] = []
    if facts.setup_missing and not facts.begun:
        text = N_("Finish the set-up: %(n)s steps are missing before day 1")
        found.append(Todo(text, {"n": facts.setup_missing}, "overview.setup", {}))
    if facts.in_session and facts.missing:
        text = N_("Call the units that still miss people")
        found.append(Todo(text, {}, "attendance.matrix", {"show": "missing"}, copy=True))
    found += _quizzes(facts)
    found += _people(facts)
    found += _certificates(facts)
    return found[:8]


def _quizzes(facts: DayFacts) -> list[Todo]:
    found = []
    for quiz_id, title in facts.due_quizzes:
        text = N_("Open the quiz: %(title)s")
        found.append(Todo(text, {"title": title}, "quizzes.results", {"quiz_id": quiz_id}))
    for quiz_id, title, submitted, writing in facts.open_quizzes:
        text, detail = N_("Close the quiz: %(title)s"), N_("%(submitted)s handed in, %(writing)s still writing")
        counts: dict[str, object] = {"submitted": submitted, "writing": writing}
        found.append(Todo(text, {"title": title}, "quizzes.results", {"quiz_id": quiz_id}, detail, counts))
    for quiz_id, title in facts.unreleased:
        text = N_("Release the results: %(title)s")
        found.append(Todo(text, {"title": title}, "quizzes.results", {"quiz_id": quiz_id}))
    return found


def _people(facts: DayFacts) -> list[Todo]:
    found = []
    if facts.unconfirmed:
        text = N_("Confirm %(n)s people who came without a nomination")
        found.append(Todo(text, {"n": facts.unconfirmed}, "registration.people", {"show": "unconfirmed"}))
    if facts.undecided:
        text = N_("Decide %(n)s nominations")
        found.append(Todo(text, {"n": facts.undecided}, "registration.people", {"status": "pending"}))
    if facts.without_group:
        text = N_("Put %(n)s people into a group")
        found.append(Todo(text, {"n": facts.without_group}, "registration.people", {"show": "without_group"}))
    return found


def _certificates(facts: DayFacts) -> list[Todo]:
    found = []
    if facts.ready_for_certificate:
        text = N_("Prepare %(n)s certificates")
        found.append(Todo(text, {"n": facts.ready_for_certificate}, "certificates.register", {}))
    if facts.prepared:
        text = N_("Give %(n)s prepared certificates")
        found.append(Todo(text, {"n": facts.prepared}, "certificates.register", {}))
    return found


NOTHING_YET = SetupFacts(people=0, sessions=0, helpers=0, cards_printed=0, sheets_printed=0, sample_present=False)


STATES = {"came": "present", "coming": "later"}
"""Words of attendance to names of the mark component, where they differ."""


def half_day_columns(
    halves: Sequence[Any], label: Callable[[date], str], clock_time: Callable[[Any], str]
) -> list[Any]:
    """Columns of the half-day table: one per day, with a morning and an afternoon."""
    columns: dict[int, dict[str, Any]] = {}
    for half in halves:
        column = columns.setdefault(half.day_number, {"label": label(half.day_on)})
        shown = clock_time(half.at) if half.at and half.status in ("came", "late") else None
        column[half.half] = {"state": STATES.get(half.status, half.status), "time": shown}
    return list(columns.values())
