"""The verbs of a forum."""

from datetime import date

import pytest

from forum_app.accounts.models import Account
from forum_app.accounts.policy import may_edit_tables
from forum_app.accounts.queries import find_account_of, find_live_sign_in
from forum_app.accounts.services import PersonData, begin_sign_in
from forum_app.forums import queries, rules, services
from forum_app.forums.models import Forum, StaffMember
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import NotFound
from tests.factories.accounts import make_account, make_person
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import make_session

DATA = services.ForumData(
    title=Bilingual("វេទិកា", "International Judicial Police Forum"),
    starts_on=date(2027, 2, 1),
    ends_on=date(2027, 2, 3),
)


def test_a_forum_has_a_day_for_each_date_and_its_founder_organises_it(context: None) -> None:
    founder = make_account()
    forum = services.create_forum(DATA, actor=founder, at=clock.now())
    assert forum.code == "IJPF-2027"
    assert [day.day_on for day in queries.list_days(forum)] == [date(2027, 2, n) for n in (1, 2, 3)]
    assert queries.roles_of(founder.person_id, forum.id) == {"organiser"}


def test_a_second_forum_of_the_same_name_gets_a_code_of_its_own_and_a_given_code_is_never_taken_twice(
    context: None,
) -> None:
    services.create_forum(DATA, actor=None, at=clock.now())
    assert services.create_forum(DATA, actor=None, at=clock.now()).code == "IJPF-2027-2"
    taken = services.ForumData(title=DATA.title, starts_on=DATA.starts_on, ends_on=DATA.ends_on, code="IJPF-2027")
    with pytest.raises(rules.CodeTaken):
        services.create_forum(taken, actor=None, at=clock.now())


def test_a_forum_that_ends_before_it_begins_or_lasts_too_long_is_refused(context: None) -> None:
    with pytest.raises(rules.EndsBeforeItBegins):
        rules.days_between(date(2027, 2, 2), date(2027, 2, 1))
    with pytest.raises(rules.TooManyDays):
        rules.days_between(date(2027, 1, 1), date(2027, 3, 1))


def test_a_title_without_latin_letters_still_gives_a_code() -> None:
    assert rules.code_from("", 2027) == "FORUM-2027"


def test_a_day_is_added_at_the_end_and_goes_again_only_while_it_is_empty(context: None) -> None:
    forum, actor = make_forum(days=1), make_account()
    services.add_day(forum, actor=actor)
    assert forum.ends_on == date(2024, 9, 26)
    services.remove_last_day(forum, actor=actor)
    assert forum.ends_on == date(2024, 9, 25)
    services.add_day(forum, actor=actor)
    make_session(forum, day=2)
    with pytest.raises(rules.DayStillUsed):
        services.remove_last_day(forum, actor=actor)


def test_the_only_day_stays(context: None) -> None:
    forum = make_forum(days=1)
    with pytest.raises(rules.EndsBeforeItBegins):
        services.remove_last_day(forum, actor=make_account())


def test_somebody_who_helps_gets_an_account_and_a_role_and_no_two_share_a_login(context: None) -> None:
    forum = make_forum()
    account = services.invite_staff(
        forum, PersonData(given_name_km="សុភា"), login="Desk1", role="desk", actor=None, at=clock.now()
    )
    assert account.login == "desk1"
    assert queries.roles_of(account.person_id, forum.id) == {"desk"}
    with pytest.raises(rules.LoginTaken):
        services.invite_staff(
            forum, PersonData(given_name_km="ផល្លា"), login="desk1", role="desk", actor=None, at=clock.now()
        )


def test_a_role_given_twice_is_refused_and_an_ended_one_can_be_given_again(context: None) -> None:
    forum, person, actor = make_forum(), make_person(), make_account()
    member = services.add_staff(forum, person, role="trainer", actor=actor)
    with pytest.raises(rules.AlreadyStaff):
        services.add_staff(forum, person, role="trainer", actor=actor)
    services.end_staff(member, actor=actor, at=clock.now())
    assert queries.roles_of(person.id, forum.id) == frozenset()
    assert services.add_staff(forum, person, role="trainer", actor=actor).id == member.id


def test_the_last_organiser_cannot_leave(context: None) -> None:
    forum = make_forum()
    make_staff(forum)
    (member,) = queries.list_staff(forum)
    with pytest.raises(rules.LastOrganiser):
        services.end_staff(member, actor=make_account(), at=clock.now())


def member_of(forum: Forum, account: Account) -> StaffMember:
    """The row that gives this account its role in the forum."""
    return next(member for member in queries.list_staff(forum) if member.person_id == account.person_id)


def test_the_card_of_an_administrator_is_made_only_by_an_administrator_or_by_themself(context: None) -> None:
    """Who prints it chooses the password: an organiser would become the administrator of every forum."""
    forum = make_forum()
    organiser = make_staff(forum)
    chief = make_staff(forum, account=make_account(login="chief", is_staff=True, is_administrator=True))
    member = member_of(forum, chief)
    with pytest.raises(rules.RightsElsewhere):
        services.issue_staff_card(member, actor=organiser, at=clock.now())
    other_chief = make_account(login="other-chief", is_staff=True, is_administrator=True)
    for actor in (chief, other_chief):
        assert services.issue_staff_card(member, actor=actor, at=clock.now())[1] == "chief"


def test_the_card_of_somebody_who_also_works_in_another_forum_is_not_made_by_this_one_alone(context: None) -> None:
    forum, other = make_forum(), make_forum("OTHER")
    organiser, trainer = make_staff(forum), make_staff(forum, "trainer")
    member = member_of(forum, trainer)
    assert services.issue_staff_card(member, actor=organiser, at=clock.now())[1] == trainer.login
    make_staff(other, "organiser", account=trainer)
    with pytest.raises(rules.RightsElsewhere):
        services.issue_staff_card(member, actor=organiser, at=clock.now())
    make_staff(other, "organiser", account=organiser)
    assert services.issue_staff_card(member, actor=organiser, at=clock.now())[1] == trainer.login


def test_who_left_gets_no_card_any_more(context: None) -> None:
    forum = make_forum()
    organiser, desk = make_staff(forum), make_staff(forum, "desk")
    member = member_of(forum, desk)
    services.end_staff(member, actor=organiser, at=clock.now())
    with pytest.raises(NotFound):
        services.issue_staff_card(member, actor=organiser, at=clock.now())


def test_whose_last_role_ends_is_signed_out_and_changes_no_shared_table(context: None) -> None:
    forum, other = make_forum(), make_forum("OTHER")
    organiser, desk = make_staff(forum), make_staff(forum, "desk")
    make_staff(other, "desk", account=desk)
    token = begin_sign_in(desk, at=clock.wall())
    services.end_staff(member_of(forum, desk), actor=organiser, at=clock.wall())
    assert may_edit_tables(desk)
    assert find_live_sign_in(token, at=clock.wall()) is not None
    services.end_staff(member_of(other, desk), actor=organiser, at=clock.wall())
    assert not may_edit_tables(desk)
    assert find_live_sign_in(token, at=clock.wall()) is None


def test_a_role_given_back_makes_staff_again_and_an_administrator_stays_one(context: None) -> None:
    forum = make_forum()
    organiser, desk = make_staff(forum), make_staff(forum, "desk")
    chief = make_staff(forum, "trainer", account=make_account(login="chief", is_staff=True, is_administrator=True))
    for account in (desk, chief):
        services.end_staff(member_of(forum, account), actor=organiser, at=clock.wall())
    assert (desk.is_staff, chief.is_staff) == (False, True)
    services.add_staff(forum, desk.person, role="desk", actor=organiser)
    assert find_account_of(desk.person) is desk
    assert desk.is_staff
