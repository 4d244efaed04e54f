"""What the first pages do across features."""

from datetime import datetime

from forum_app.accounts import services as accounts
from forum_app.accounts.models import Account
from forum_app.forums import rules as forums_rules
from forum_app.forums import services as forums
from forum_app.forums.models import Forum
from forum_app.kernel.database import transaction
from forum_app.overview import queries, rules


def start_first_forum(
    data: forums.ForumData,
    person: accounts.PersonData,
    *,
    login: str,
    password: str,
    at: datetime,
) -> tuple[Forum, Account]:
    """The first real organiser of an installation and their forum, in one go.

    Raises NobodyYet once a real account exists, LoginTaken, and whatever creating a forum refuses.
    """
    secret = accounts.hash_secret(password)  # slow on purpose, so outside the transaction
    with transaction():
        if queries.has_real_accounts():
            raise rules.NobodyYet
        if forums.find_account(login) is not None:
            raise forums_rules.LoginTaken(login=login)
        found = accounts.add_person(person, actor=None, at=at)
        account = accounts.open_account(found, login=login, is_staff=True, actor=None, at=at)
        account.is_administrator, account.password_hash = True, secret
        forum = forums.create_forum(data, actor=account, at=at)
        return forum, account
