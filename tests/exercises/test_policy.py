"""Who may do what with materials."""

import pytest

from forum_app.exercises import policy
from forum_app.forums.models import Forum
from tests.factories.accounts import make_account
from tests.factories.exercises import make_run
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_officer


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("trainer", (True, True, False, False)),
        ("lead_trainer", (True, True, True, False)),
        ("organiser", (True, False, True, False)),
        ("desk", (False, False, False, False)),
    ],
)
def test_each_role_of_the_forum_may_what_it_may(forum: Forum, role: str, expected: tuple[bool, ...]) -> None:
    run, account = make_run(forum), make_staff(forum, role)
    asked = (policy.may_hand_out, policy.may_see_answers, policy.may_choose, policy.may_answer)
    other = make_forum("OTHER")
    assert tuple(may(account, run) for may in asked) == expected
    assert tuple(may(account, other) for may in asked) == (False,) * 4


def test_an_officer_may_answer_and_nothing_else(forum: Forum) -> None:
    run, officer = make_run(forum), make_officer(forum)
    asked = (policy.may_hand_out, policy.may_see_answers, policy.may_choose, policy.may_answer)
    assert tuple(may(officer, run) for may in asked) == (False, False, False, True)
    administrator = make_account(login="admin", is_staff=True, is_administrator=True)
    assert tuple(may(administrator, forum) for may in asked) == (True, False, True, False)
