"""What a trainer's first page lists."""

from dataclasses import dataclass
from uuid import UUID

from forum_app.assessments import queries as assessments
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_
from forum_app.quizzes import queries as quizzes
from forum_app.registration import queries as registrations

STATE_WORDS = {
    "prepared": N_("Not opened yet"),
    "open": N_("Open now"),
    "closed": N_("Closed, results not released"),
    "released": N_("Results released"),
}


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A quiz and how far it is."""

    id: UUID
    title: Bilingual
    state: str
    is_open: bool
    submitted: int


def quizzes_for_trainer(forum: Forum) -> list[QuizLine]:
    """All quizzes of the forum in order."""
    progress = quizzes.count_progress(forum)
    lines = []
    for quiz in quizzes.list_quizzes(forum):
        state = quiz.state
        submitted = progress.get(quiz.id, quizzes.Progress()).submitted
        lines.append(QuizLine(quiz.id, quiz.title, STATE_WORDS[state], state == "open", submitted))
    return lines


@dataclass(frozen=True, slots=True)
class PracticalLine:
    """A practical and how many officers wait for a mark."""

    id: UUID
    title: Bilingual
    waiting: int
    signed: int


def practicals_for_trainer(forum: Forum) -> list[PracticalLine]:
    """All practicals of the forum with how many are waiting and signed off."""
    signed = assessments.count_signed_off(forum)
    people = registrations.count_participants(forum)
    return [
        PracticalLine(one.id, one.title, people - signed.get(one.id, 0), signed.get(one.id, 0))
        for one in assessments.list_practicals(forum)
    ]
