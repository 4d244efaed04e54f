"""Registrations."""

from typing import Any

from forum_app.accounts.models import Account, Person
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import transaction
from forum_app.registration.models import Registration
from tests.factories.accounts import make_account, make_person


def make_registration(
    forum: Forum, *, badge_number: int | None = 1, person: Person | None = None, **values: Any
) -> Registration:
    """An approved participant."""
    person = person or make_person()
    with transaction() as session:
        registration = Registration(
            **{
                "forum_id": forum.id,
                "person_id": person.id,
                "status": "approved",
                "badge_number": badge_number,
                "created_at": clock.now(),
                **values,
            }
        )
        session.add(registration)
    return registration


def make_officer(forum: Forum, *, badge_number: int = 1) -> Account:
    """An account with an approved registration in the forum."""
    account = make_account()
    make_registration(forum, badge_number=badge_number, person=account.person)
    return account
