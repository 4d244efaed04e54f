"""The day's feedback."""

from forum_app.course.imports import read_feedback_questions
from forum_app.evaluation import queries, services
from forum_app.evaluation.models import FeedbackQuestion, FeedbackResponse
from forum_app.forums.models import Forum
from forum_app.forums.queries import list_days
from forum_app.registration.models import Registration
from tests.factories.accounts import make_person
from tests.factories.programme import at
from tests.factories.registration import make_registration


def make_questions(forum: Forum) -> list[FeedbackQuestion]:
    """The questions that ship with the product."""
    services.load_questions(read_feedback_questions())
    return queries.list_questions(forum)


def make_people(forum: Forum, count: int) -> list[Registration]:
    """So many approved officers."""
    return [
        make_registration(forum, badge_number=number, person=make_person(f"ធីតា{number}"))
        for number in range(1, count + 1)
    ]


def make_feedback(
    registration: Registration, *, day: int = 1, face: int = 4, text: str = "", time: str = "15:00"
) -> FeedbackResponse:
    """One form with the same face everywhere."""
    forum = registration.forum
    answers: dict[object, int | str] = {
        question.id: face if question.kind == "faces" else text for question in queries.list_questions(forum)
    }
    found = list_days(forum)[day - 1]
    return services.answer(registration, found, answers=answers, at=at(forum, day, time))  # type: ignore[arg-type]
