"""Who may issue, and who sees their own."""

from forum_app.certificates import policy
from tests.factories.accounts import make_account
from tests.factories.certificates import make_certificate
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_officer, make_registration


def test_only_organisers_of_the_forum_issue(context):
    forum, other = make_forum(), make_forum("TEST-2")
    registration = make_registration(forum)
    certificate = make_certificate(registration)
    organiser = make_staff(forum)
    for thing in (forum, registration, certificate):
        assert policy.may_issue(organiser, thing)
        assert policy.may_issue(make_account(is_administrator=True), thing)
        for somebody in (make_account(), make_staff(other, account=make_account())):
            assert not policy.may_issue(somebody, thing)
    for role in ("desk", "trainer", "lead_trainer", "speaker"):
        assert not policy.may_issue(make_staff(forum, role), forum)


def test_only_participants_have_a_certificate_of_their_own(context):
    forum = make_forum()
    assert policy.may_see_own(make_officer(forum), forum)
    assert not policy.may_see_own(make_staff(forum), forum)
