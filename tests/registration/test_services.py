"""Registering, deciding, importing and making cards."""

from typing import Any

import pytest

from forum_app.accounts.models import Account, Person, Unit
from forum_app.accounts.queries import find_account_of
from forum_app.accounts.rules import NoName, PhoneNotUnderstood
from forum_app.kernel.database import transaction
from forum_app.programme.models import Group
from forum_app.registration import queries, rules, services
from forum_app.registration.models import Registration
from forum_app.registration.services import RegistrationData
from tests.factories.accounts import make_account, make_person, make_unit
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_registration
from tests.registration.acting import NOW, count, data, register, statuses

pytestmark = pytest.mark.usefixtures("context")


def test_registering_adds_a_person_who_waits_for_a_decision() -> None:
    registration = register(make_forum(), phone="០១២ ៣៤៥ ៦៧៨", note="ចំណាំ")

    assert (registration.status, registration.badge_number, registration.note) == ("pending", None, "ចំណាំ")
    assert registration.person.phone == "+85512345678"
    assert registration.name.en == "PRAK Sophea"
    assert find_account_of(registration.person) is None
    assert statuses(registration) == ["pending"]


def test_registering_approved_gives_a_badge_number_and_an_account() -> None:
    forum = make_forum()
    make_registration(forum, badge_number=1)
    make_registration(forum, badge_number=3, person=make_person(), status="cancelled")

    numbers = [register(forum, given_name_km=f"ឈ្មោះ{n}", approved=True).badge_number for n in range(2)]

    assert numbers == [2, 4], "numbers of cancelled people are never given again"
    assert count(Account) == 2


def test_people_of_a_sample_forum_are_samples() -> None:
    assert register(make_forum(is_sample=True)).person.is_sample


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"given_name_km": "", "given_name_latin": ""}, NoName),
        ({"phone": "012"}, PhoneNotUnderstood),
        ({"badge_number": 0}, rules.BadgeNumberOutOfRange),
        ({"birth_year": 2024}, rules.BirthYearNotPossible),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_saved(values: dict[str, Any], refusal: type[Exception]) -> None:
    forum = make_forum()

    with pytest.raises(refusal):
        register(forum, **values)

    assert (count(Registration), count(Person)) == (0, 0)


def test_a_badge_number_belongs_to_one_person() -> None:
    forum = make_forum()
    register(forum, badge_number=7)

    with pytest.raises(rules.BadgeNumberTaken):
        register(forum, badge_number=7, given_name_km="ដារ៉ា")


def test_a_group_of_another_forum_is_refused() -> None:
    forum, other = make_forum(), make_forum("TEST-2")
    with transaction() as session:
        group = Group(forum_id=other.id, number=1)
        session.add(group)

    with pytest.raises(rules.NotOfThisForum):
        register(forum, group_id=group.id)
    with pytest.raises(rules.NotOfThisForum):
        services.assign_group(register(forum), group, actor=None)


def test_a_group_is_given_and_taken() -> None:
    forum = make_forum()
    registration = register(forum)
    with transaction() as session:
        group = Group(forum_id=forum.id, number=1)
        session.add(group)

    assert services.assign_group(registration, group, actor=None).group == group
    assert services.assign_group(registration, None, actor=None).group is None


def test_a_unit_written_by_name_is_added_once() -> None:
    forum = make_forum()
    first = register(forum, new_unit="ស្នងការដ្ឋានសាកល្បង")
    second = register(forum, given_name_km="ដារ៉ា", new_unit="ស្នងការ ដ្ឋានសាកល្បង")
    third = register(forum, given_name_km="វិសាល", new_unit="Test Office")

    assert first.unit_id == second.unit_id
    assert third.unit is not None
    assert (third.unit.name.en, third.unit.name.km) == ("Test Office", "")
    assert count(Unit) == 2


def test_an_officer_id_finds_somebody_of_another_forum_and_keeps_what_is_known() -> None:
    first = register(make_forum(), officer_id="A-77", phone="012345678", email="a@example.org")

    second = services.register(
        make_forum("TEST-2"),
        RegistrationData(family_name_latin="Prak", given_name_latin="Sophea", officer_id="A-77"),
        actor=None,
        at=NOW,
    )

    assert second.person == first.person
    assert (second.person.phone, second.person.email) == ("+85512345678", "a@example.org")
    assert second.person.given_name_km == "សុភា"


def test_an_officer_id_under_another_name_neither_renames_nor_tells_about_somebody_of_another_forum() -> None:
    """A wrong digit, or a guess: the ids of others are printed on many lists."""
    first = register(make_forum(), officer_id="A-77", phone="012345678")

    other = RegistrationData(family_name_latin="Keo", given_name_latin="Vanna", officer_id="A-77")
    second = services.register(make_forum("TEST-2"), other, actor=None, at=NOW)

    assert second.person != first.person
    assert second.person.phone is None
    assert first.person.name.en == "PRAK Sophea"


def test_a_name_alone_does_not_find_somebody_of_another_forum() -> None:
    first = register(make_forum())

    assert register(make_forum("TEST-2")).person != first.person


def test_one_person_registers_once() -> None:
    forum = make_forum()
    register(forum, phone="012345678")

    with pytest.raises(rules.AlreadyRegistered):
        register(forum, phone="012 345 678")
    assert count(Registration) == 1


def test_namesakes_are_two_people() -> None:
    forum = make_forum()

    assert register(forum).person != register(forum).person


def test_a_walk_in_is_let_in_and_waits_to_be_confirmed() -> None:
    forum = make_forum()
    desk = make_staff(forum, "desk")

    walk_in = services.admit_walk_in(forum, data(), actor=desk, at=NOW)

    assert (walk_in.status, walk_in.badge_number) == ("approved", 1)
    assert walk_in.is_walk_in
    assert walk_in.needs_confirmation
    services.confirm_walk_in(walk_in, actor=desk)
    assert not walk_in.needs_confirmation
    assert walk_in.is_walk_in


def test_a_registration_goes_through_its_decisions_and_keeps_them_all() -> None:
    registration = register(make_forum())
    account = make_account()

    services.put_on_waiting_list(registration, actor=account, at=NOW)
    services.approve(registration, actor=account, at=NOW)
    services.cancel(registration, reason=" ឈឺ ", actor=account, at=NOW)
    services.approve(registration, reason="ជាវិញ", actor=account, at=NOW)

    assert statuses(registration) == ["approved", "cancelled", "approved", "waitlisted", "pending"]
    assert queries.list_events(registration)[1].reason == "ឈឺ"
    assert registration.badge_number == 1


def test_what_takes_away_needs_a_reason() -> None:
    registration = register(make_forum())

    for verb in (services.decline, services.cancel):
        with pytest.raises(rules.ReasonMissing):
            verb(registration, reason=" ", actor=None, at=NOW)
    assert registration.status == "pending"


def test_a_decision_that_does_not_follow_is_refused() -> None:
    registration = register(make_forum(), approved=True)

    with pytest.raises(rules.ChangeNotPossible):
        services.decline(registration, reason="no", actor=None, at=NOW)
    with pytest.raises(rules.ChangeNotPossible):
        services.approve(registration, actor=None, at=NOW)
    assert statuses(registration) == ["approved"]


def test_several_are_approved_at_once_and_the_others_stay() -> None:
    forum = make_forum()
    waiting, here = register(forum), register(forum, given_name_km="ដារ៉ា", approved=True)

    assert services.approve_many([waiting, here], actor=None, at=NOW) == 1
    assert {waiting.status, here.status} == {"approved"}


def test_changing_overwrites_person_and_registration() -> None:
    forum = make_forum()
    unit = make_unit()
    registration = register(forum, phone="012345678", approved=True)

    services.change(registration, data(given_name_km="សុភាព", unit_id=unit.id, badge_number=9), actor=None, at=NOW)

    assert registration.person.given_name_km == "សុភាព"
    assert registration.person.phone is None
    assert (registration.unit, registration.badge_number) == (unit, 9)


def test_an_empty_badge_number_keeps_the_one_that_was_given() -> None:
    registration = register(make_forum(), approved=True)

    assert services.change(registration, data(), actor=None, at=NOW).badge_number == 1


def test_a_change_of_what_somebody_else_changed_is_refused() -> None:
    registration = register(make_forum())
    version = registration.version
    services.change(registration, data(note="x"), version=version, actor=None, at=NOW)

    with pytest.raises(rules.ChangedMeanwhile):
        services.change(registration, data(note="y"), version=version, actor=None, at=NOW)
    assert registration.note == "x"


def test_a_taken_badge_number_is_refused_on_change() -> None:
    forum = make_forum()
    register(forum, approved=True)
    second = register(forum, given_name_km="ដារ៉ា", approved=True)

    with pytest.raises(rules.BadgeNumberTaken):
        services.change(second, data(badge_number=1), actor=None, at=NOW)
