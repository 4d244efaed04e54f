"""Nobody who works or attends the day is signed out by idleness while it lasts."""

from forum_app.overview.queries import closing_of_the_day
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_officer


def test_staff_and_officers_are_kept_until_the_day_closes(context: None) -> None:
    forum = make_forum()
    for account in (make_staff(forum), make_officer(forum)):
        assert closing_of_the_day(account, at(forum, 2, "10:00")) == at(forum, 2, "19:00")


def test_before_opening_and_after_closing_idleness_counts_again(context: None) -> None:
    forum = make_forum(days=1)
    officer = make_officer(forum)
    assert closing_of_the_day(officer, at(forum, 1, "06:59")) is None
    assert closing_of_the_day(officer, at(forum, 1, "19:00")) is None


def test_a_stranger_is_not_kept(context: None) -> None:
    forum = make_forum()
    assert closing_of_the_day(make_account(), at(forum, 1, "10:00")) is None
