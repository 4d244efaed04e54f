"""What people are told when something is decided about them."""

import pytest

from forum_app.kernel import clock
from forum_app.messages.queries import list_unread
from forum_app.registration import services as registration
from tests.factories.accounts import make_account, make_person
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration
from tests.pages import HouseClient


@pytest.mark.parametrize(
    ("verb", "template"), [("approve", "registration_approved"), ("decline", "registration_declined")]
)
def test_a_decision_about_a_registration_is_told_to_the_person(context: None, verb: str, template: str) -> None:
    forum = make_forum()
    pending = make_registration(forum, badge_number=None, status="pending")
    getattr(registration, verb)(pending, reason="គ្រប់ចំនួន", actor=None, at=clock.now())
    assert [message.template for message in list_unread(pending.person)] == [template]


def test_the_officer_reads_it_on_the_first_page_in_the_own_language(client: HouseClient) -> None:
    forum, person = make_forum(), make_person()
    account = make_account(person)
    pending = make_registration(forum, badge_number=None, status="pending", person=person)
    registration.approve(pending, actor=None, at=clock.now())
    client.sign_in(account).speak("en")
    assert "You are registered for Test forum. It begins on 25 September 2024." in client.get(
        f"/forums/{forum.code}/me"
    ).get_data(as_text=True)
