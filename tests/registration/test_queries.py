"""Lists of registrations: who is in them, in which order."""

from datetime import UTC, datetime

import pytest

from forum_app.accounts.models import Unit
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.registration import queries, services
from forum_app.registration.models import Registration
from tests.factories.accounts import make_account, make_person, make_post, make_rank
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")
NOW = datetime(2024, 9, 20, 3, 0, tzinfo=UTC)


def numbers(registrations: list[Registration]) -> list[int | None]:
    return [registration.badge_number for registration in registrations]


def make_unit(code: str, position: int) -> Unit:
    with transaction() as session:
        unit = Unit(code=code, name=Bilingual(code, code), position=position)
        session.add(unit)
    return unit


def test_lists_stand_in_dictionary_order_of_the_khmer_name() -> None:
    forum = make_forum()
    for number, family in enumerate(("សំ", "ស៊ឹម", "កែវ"), start=1):
        make_registration(forum, badge_number=number, person=make_person("ក", family))

    assert numbers(queries.list_all(forum)) == [3, 2, 1]


def test_orders_of_a_pile_of_paper() -> None:
    forum = make_forum()
    first, second = make_unit("b", 1), make_unit("a", 2)
    rank, post = make_rank(), make_post()
    make_registration(forum, badge_number=1, person=make_person("ក"), unit_id=second.id, rank_id=rank.id)
    make_registration(forum, badge_number=2, person=make_person("ខ"), unit_id=first.id, post_id=post.id)
    make_registration(forum, badge_number=3, person=make_person("គ"))
    everybody = queries.list_approved(forum)

    assert numbers(queries.in_order(everybody, "unit")) == [3, 2, 1]
    assert numbers(queries.in_order(everybody, "protocol")) == [2, 1, 3]
    assert numbers(queries.in_order(everybody, "badge")) == [1, 2, 3]


def test_who_has_used_no_card_has_neither_pin_nor_password() -> None:
    forum = make_forum()
    used, unused = make_account(), make_account()
    with transaction():
        used.pin_hash = "x"
    make_registration(forum, badge_number=1, person=used.person)
    make_registration(forum, badge_number=2, person=unused.person)
    make_registration(forum, badge_number=3)
    make_registration(forum, badge_number=4, status="cancelled")

    assert sorted(n or 0 for n in numbers(queries.list_without_card(forum))) == [2, 3]


def test_guests_are_expected_and_are_no_participants() -> None:
    forum = make_forum()
    make_registration(forum, badge_number=1)
    make_registration(forum, badge_number=2, kind="guest")
    make_registration(forum, badge_number=3, status="pending")

    assert sorted(n or 0 for n in numbers(queries.list_approved(forum))) == [1, 2]
    assert numbers(queries.list_participants(forum)) == [1]


def test_one_is_found_by_badge_code_badge_number_and_person() -> None:
    forum, other = make_forum(), make_forum("TEST-2")
    one = make_registration(forum, badge_number=12)

    assert queries.find_by_badge_code(forum, one.person.badge_code) == one
    assert queries.find_by_badge_number(forum, 12) == one
    assert queries.find_of_person(forum, one.person_id) == one
    assert queries.list_of_person(one.person_id) == [one]
    assert queries.find_by_badge_code(other, one.person.badge_code) is None
    assert queries.find_by_badge_number(other, 12) is None


def test_people_who_look_alike_are_pointed_out() -> None:
    forum = make_forum()
    one = make_registration(forum, badge_number=1, person=make_person(phone="012345678"))
    same_name = make_registration(forum, badge_number=2, person=make_person())
    same_phone = make_registration(forum, badge_number=3, person=make_person("វិសាល", phone="012345678"))
    make_registration(make_forum("TEST-2"), badge_number=4, person=make_person())

    assert set(queries.list_alike(one)) == {same_name, same_phone}
    assert queries.list_alike(same_name) == [one]


def test_units_are_listed_with_how_many_they_send() -> None:
    forum = make_forum()
    first, second = make_unit("b", 1), make_unit("a", 2)
    for number, unit in enumerate((second, first, second), start=1):
        make_registration(forum, badge_number=number, unit_id=unit.id)

    assert [(unit.code, count) for unit, count in queries.list_units_of(forum)] == [("b", 1), ("a", 2)]


def test_an_event_is_never_changed_or_removed() -> None:
    registration = make_registration(make_forum())
    services.cancel(registration, reason="ឈឺ", actor=None, at=NOW)
    event = queries.list_events(registration)[0]

    with pytest.raises(Exception, match="append"), transaction():
        event.reason = "x"
