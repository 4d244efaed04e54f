"""The verbs of a forum."""

from datetime import date

import pytest

from forum_app.accounts.services import PersonData
from forum_app.forums import queries, rules, services
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
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
