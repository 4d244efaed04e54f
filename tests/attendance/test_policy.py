"""Who may check in, correct and look."""

import pytest

from forum_app.attendance import policy
from forum_app.attendance.models import Evidence
from forum_app.kernel.database import db
from tests.factories.attendance import make_check_in
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_officer, make_registration

pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize(
    ("role", "check_in", "correct"),
    [("organiser", True, True), ("desk", True, False), ("trainer", False, False), ("speaker", False, False)],
)
def test_roles_of_the_staff(role: str, check_in: bool, correct: bool) -> None:
    forum = make_forum()
    registration, actor = make_registration(forum), make_staff(forum, role)
    make_check_in(registration)
    evidence = db.session.query(Evidence).one()
    for thing in (forum, registration, evidence):
        assert policy.may_check_in(actor, thing) is check_in
    for thing in (forum, registration):
        assert policy.may_correct(actor, thing) is correct
    assert not policy.may_see_own(actor, forum)


def test_a_participant_sees_their_own_record_and_no_table() -> None:
    forum = make_forum()
    officer = make_officer(forum)
    assert policy.may_see_own(officer, forum)
    assert not policy.may_check_in(officer, forum)
    assert not policy.may_see_own(officer, make_forum("OTHER"))
