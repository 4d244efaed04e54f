"""Cards of a forum, and enrolment at the desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app.accounts.models import ActivationCode, SignIn
from forum_app.accounts.queries import find_account_of
from forum_app.accounts.services import begin_sign_in
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.registration import rules, services
from tests.factories.accounts import make_account, make_enrolled
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_registration
from tests.registration.acting import NOW, count, register

pytestmark = pytest.mark.usefixtures("context")


def test_cards_are_made_for_approved_officers_and_live_until_the_first_day_ends() -> None:
    forum = make_forum()
    officer = register(forum, approved=True)
    waiting = register(forum, given_name_km="ដារ៉ា")
    staff = make_staff(forum, "trainer")
    trainer = make_registration(forum, badge_number=50, person=staff.person)

    made = services.issue_cards(forum, [officer, waiting, trainer], actor=None, at=NOW)

    assert [card.registration for card in made] == [officer]
    assert made[0].valid_until == at(forum, 1, "19:00")
    assert count(ActivationCode) == 1


def test_a_card_printed_again_ends_old_sign_ins_and_the_old_code() -> None:
    forum = make_forum()
    officer = register(forum, approved=True)
    account = find_account_of(officer.person)
    assert account is not None
    services.issue_cards(forum, [officer], actor=None, at=NOW)
    begin_sign_in(account, at=clock.wall())

    services.issue_cards(forum, [officer], actor=None, at=at(forum, 2, "09:00"))

    assert [row.ended_at is None for row in db.session.scalars(select(SignIn))] == [False]
    revoked = select(ActivationCode.revoked_at).order_by(ActivationCode.created_at)
    assert [moment is None for moment in db.session.scalars(revoked)] == [False, True]


def test_a_later_forum_of_others_makes_no_card_for_who_has_a_pin_in_a_running_one() -> None:
    """Who makes a card chooses the PIN: the officer's answers and results there would be theirs."""
    first, later = make_forum(), make_forum("TEST-2")
    own, theirs = make_staff(first), make_staff(later)
    officer = make_registration(first, created_at=NOW)
    again = make_registration(later, person=officer.person, created_at=NOW + timedelta(hours=1))
    assert services.issue_cards(later, [again], actor=theirs, at=NOW)
    make_enrolled(find_account_of(officer.person))

    with pytest.raises(rules.HasPinElsewhere):
        services.issue_cards(later, [again], actor=theirs, at=NOW)

    assert services.issue_cards(first, [officer], actor=own, at=NOW)
    assert services.issue_cards(later, [again], actor=make_account(is_administrator=True), at=NOW)
    over = at(first, 3, "23:00") + timedelta(days=1)
    later.ends_on = (over + timedelta(days=2)).date()
    assert services.issue_cards(later, [again], actor=theirs, at=over)


def test_cards_for_nobody_are_refused() -> None:
    forum = make_forum()

    with pytest.raises(rules.NobodyToPrint):
        services.issue_cards(forum, [register(forum)], actor=None, at=NOW)


def test_a_phone_is_enrolled_at_the_desk_without_ending_anything() -> None:
    forum = make_forum()
    officer = register(forum, approved=True)
    account = find_account_of(officer.person)
    assert account is not None
    begin_sign_in(account, at=clock.wall())

    made = services.issue_enrolment(officer, actor=None, at=NOW)

    assert (made.valid_until - NOW).total_seconds() == 600
    assert db.session.scalars(select(SignIn.ended_at)).all() == [None]


def test_a_phone_is_not_enrolled_for_staff_or_for_who_is_not_approved() -> None:
    forum = make_forum()
    trainer = make_registration(forum, person=make_staff(forum, "trainer").person)

    with pytest.raises(rules.StaffCardElsewhere):
        services.issue_enrolment(trainer, actor=None, at=NOW)
    with pytest.raises(rules.NotApproved):
        services.issue_enrolment(register(forum), actor=None, at=NOW)
