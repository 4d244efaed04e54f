"""Halls that took quizzes, for tests of the analysis and of what was learned."""

from typing import Any

from forum_app.forums.models import Forum
from forum_app.kernel.database import transaction
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Quiz
from forum_app.registration.models import Registration
from tests.factories.accounts import make_person
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration


def make_people(forum: Forum, count: int, *, first: int = 1, sex: str = "male") -> list[Registration]:
    """Approved officers of one sex, badges from `first` on."""
    people = [
        make_registration(forum, badge_number=number, person=make_person(f"ធីតា{number}"))
        for number in range(first, first + count)
    ]
    with transaction():
        for registration in people:
            registration.person.sex = sex
    return people


def answer_all(quiz: Quiz, registration: Registration, right: list[bool], *, lang: str = "km") -> None:
    """A whole attempt in one language, twenty seconds a question."""
    moment = at(quiz.forum, 1, "09:05")
    attempt = services.start_attempt(quiz, registration, actor=None, at=moment)
    for question, is_right in zip(queries.list_questions(quiz), right, strict=True):
        wrong = next(key for key in question.option_keys if key != question.correct_key)
        chosen = [question.correct_key if is_right else wrong]
        services.record_answer(attempt, question, chosen=chosen, language=lang, actor=None, at=moment)
    services.submit_attempt(attempt, actor=None, at=moment)


def make_taken(forum: Forum, *, khmer: int = 12, english: int = 6, **values: Any) -> Quiz:
    """Khmer readers fail the first question, English readers know it; both know half of the rest."""
    quiz = make_quiz(forum, opened=at(forum, 1, "09:00"), **values)
    people = make_people(forum, khmer + english)
    for place, registration in enumerate(people):
        in_khmer = place < khmer
        right = [not in_khmer or place == 0, place % 2 == 0, place % 3 == 0, True]
        answer_all(quiz, registration, right, lang="km" if in_khmer else "en")
    return quiz


def make_learned(forum: Forum, *, women: int = 6, men: int = 8) -> None:
    """Everybody learned; the women a little more."""
    people = make_people(forum, women, sex="female") + make_people(forum, men, first=women + 1)
    before = make_quiz(forum, code="PRE", purpose="pre", opened=at(forum, 1, "09:00"))
    after = make_quiz(forum, code="POST", purpose="post", opened=at(forum, 1, "09:00"))
    for place, registration in enumerate(people):
        answer_all(before, registration, [place % 2 == 0, False, False, False])
        answer_all(after, registration, [True, True, place < women, False])
    (late,) = make_people(forum, 1, first=99)
    answer_all(before, late, [True, True, True, True])
