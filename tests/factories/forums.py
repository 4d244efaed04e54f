"""Forums, days and staff. Default forum: three days, 25-27 September 2024, like the reference forum."""

from datetime import date, timedelta

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum, ForumDay, StaffMember
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from tests.factories.accounts import make_account

FIRST_DAY = date(2024, 9, 25)


def make_forum(code: str = "TEST-1", *, days: int = 3, is_sample: bool = False) -> Forum:
    """A forum with its days."""
    with transaction() as session:
        forum = Forum(
            code=code,
            title=Bilingual("វេទិកាសាកល្បង", "Test forum"),
            organiser=Bilingual("អង្គភាពរៀបចំ", "Organising unit"),
            venue=Bilingual("សណ្ឋាគារ", "Hotel"),
            place=Bilingual("រាជធានីភ្នំពេញ", "Phnom Penh"),
            starts_on=FIRST_DAY,
            ends_on=FIRST_DAY + timedelta(days=days - 1),
            is_sample=is_sample,
            created_at=clock.now(),
        )
        session.add(forum)
        session.flush()
        for number in range(1, days + 1):
            session.add(ForumDay(forum_id=forum.id, number=number, day_on=FIRST_DAY + timedelta(days=number - 1)))
    return forum


def make_staff(forum: Forum, role: str = "organiser", account: Account | None = None) -> Account:
    """An account that works in the forum in this role."""
    account = account or make_account(login=f"{role}-{forum.code}".lower(), is_staff=True)
    with transaction() as session:
        session.add(StaffMember(forum_id=forum.id, person_id=account.person_id, role=role))
    return account
