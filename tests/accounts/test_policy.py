"""Who may edit the tables."""

from forum_app.accounts.policy import may_edit_tables
from tests.factories.accounts import make_account


def test_staff_and_administrators_edit_tables_and_officers_do_not(context: None) -> None:
    assert may_edit_tables(make_account(login="a.b", is_staff=True))
    assert may_edit_tables(make_account(is_administrator=True))
    assert not may_edit_tables(make_account())
