from collections.abc import Callable

import pytest

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.quizzes import policy, services
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_officer, make_registration

pytestmark = pytest.mark.usefixtures("context")

ROLES: dict[str, Callable[[Forum], Account]] = {
    "officer": make_officer,
    "organiser": lambda forum: make_staff(forum, "organiser"),
    "desk": lambda forum: make_staff(forum, "desk"),
    "lead_trainer": lambda forum: make_staff(forum, "lead_trainer"),
    "trainer": lambda forum: make_staff(forum, "trainer"),
    "speaker": lambda forum: make_staff(forum, "speaker"),
    "administrator": lambda _forum: make_account(login="root", is_staff=True, is_administrator=True),
    "organiser_of_another": lambda _forum: make_staff(make_forum("OTHER-1"), "organiser"),
    "officer_of_another": lambda _forum: make_officer(make_forum("OTHER-1")),
}
MAY = {
    policy.may_take: {"officer"},
    policy.may_run: {"administrator", "organiser", "lead_trainer", "trainer"},
    policy.may_set_up: {"administrator", "organiser", "lead_trainer", "trainer"},
    policy.may_see_people: {"lead_trainer", "trainer"},
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_it_may(role: str) -> None:
    forum = make_forum()
    quiz = make_quiz(forum)
    account = ROLES[role](forum)
    for thing in (forum, quiz):
        allowed = {rule.__name__ for rule in MAY if rule(account, thing)}
        assert allowed == {rule.__name__ for rule, roles in MAY.items() if role in roles}


def test_a_pending_registration_takes_no_quiz() -> None:
    forum = make_forum()
    account = make_account()
    make_registration(forum, person=account.person, status="pending")
    assert not policy.may_take(account, forum)


def test_attempts_are_for_the_trainers_of_their_forum() -> None:
    forum = make_forum()
    when = at(forum, 2, "10:20")
    attempt = services.start_attempt(make_quiz(forum, opened=when), make_registration(forum), actor=None, at=when)
    assert policy.may_see_people(make_staff(forum, "trainer"), attempt)
    assert not policy.may_see_people(make_staff(make_forum("OTHER-1"), "trainer"), attempt)
