"""Feedback on days, sessions and the forum."""

from collections.abc import Mapping
from uuid import UUID

from forum_app.course.imports import read_feedback_questions
from forum_app.evaluation import queries, services
from forum_app.evaluation.models import FeedbackQuestion, FeedbackResponse
from forum_app.evaluation.queries import Subject
from forum_app.forums.models import Forum
from forum_app.registration.models import Registration
from tests.factories.accounts import make_account, make_person
from tests.factories.programme import at
from tests.factories.registration import make_registration


def make_questions(forum: Forum) -> list[FeedbackQuestion]:
    """The questions that ship with the product; returns those about a day."""
    services.load_questions(read_feedback_questions())
    return queries.list_questions(forum)


def make_people(forum: Forum, count: int) -> list[Registration]:
    """So many approved officers."""
    return [
        make_registration(forum, badge_number=number, person=make_person(f"ធីតា{number}"))
        for number in range(1, count + 1)
    ]


def subject_of(forum: Forum, about: str = "day-1") -> Subject:
    """What an address names."""
    found = queries.find_subject(forum, about)
    assert found is not None, about
    return found


def make_feedback(
    registration: Registration,
    *,
    about: str = "day-1",
    day: int = 1,
    face: int = 4,
    text: str = "",
    time: str = "15:00",
) -> FeedbackResponse:
    """One form with the same face everywhere, sent on a day at a time."""
    forum = registration.forum
    subject = subject_of(forum, about)
    answers: dict[UUID, int | str] = {
        question.id: face if question.kind == "faces" else text
        for question in queries.list_questions(forum, subject.scope)
    }
    return services.answer(registration, subject, answers=answers, at=at(forum, day, time))


def make_slips(forum: Forum, *, about: str = "day-1", slips: int = 5, counts: Mapping[int, int] | None = None) -> None:
    """A pile of paper, typed in with the same counts for every question."""
    subject = subject_of(forum, about)
    row = [(counts or {4: slips}).get(face, 0) for face in range(1, 6)]
    faces = {one.id: row for one in queries.list_questions(forum, subject.scope) if one.kind == "faces"}
    seen = queries.slips_of(subject).version
    actor = make_account(login=f"desk-{about}-{seen}", is_staff=True)
    services.type_slips(subject, services.SlipsData(slips, faces), seen=seen, actor=actor)
