"""Who may assess, see the queue, set exercises."""

from collections.abc import Callable

import pytest

from forum_app.assessments import policy
from tests.factories.accounts import make_account
from tests.factories.assessments import make_practical
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_officer

pytestmark = pytest.mark.usefixtures("context")
ROLES = ("organiser", "desk", "lead_trainer", "trainer", "speaker")


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (policy.may_see_queue, {"organiser", "lead_trainer", "trainer"}),
        (policy.may_assess, {"lead_trainer", "trainer"}),
        (policy.may_reopen_others, {"lead_trainer"}),
        (policy.may_set_up, {"organiser", "lead_trainer"}),
    ],
)
def test_each_role(rule: Callable[..., bool], allowed: set[str]) -> None:
    forum = make_forum()
    practical = make_practical(forum)
    found = {role for role in ROLES if rule(make_staff(forum, role), practical)}
    assert found == allowed
    assert not rule(make_officer(forum), forum)


def test_the_administrator_sees_the_queue_but_does_not_assess() -> None:
    forum, administrator = make_forum(), make_account(is_administrator=True)
    assert policy.may_see_queue(administrator, forum)
    assert not policy.may_assess(administrator, forum)


def test_officers_see_their_own_results_in_their_forum_only() -> None:
    forum, other = make_forum(), make_forum("TEST-2")
    officer = make_officer(forum)
    assert policy.may_see_own(officer, forum)
    assert not policy.may_see_own(officer, other)
