"""Reads of the sample."""

from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum, StaffMember
from forum_app.kernel.database import db
from forum_app.registration.models import Registration


def find_sample_account(role: str) -> Account | None:
    """The sample's account for a role: the first member of staff, or the officer with badge 37."""
    query = select(Account).where(Account.is_sample.is_(True), Account.disabled_at.is_(None))
    newest = select(Forum.id).where(Forum.is_sample.is_(True)).order_by(Forum.starts_on.desc()).limit(1)
    if role == "officer":
        query = query.join(Registration, Registration.person_id == Account.person_id)
        query = query.where(Registration.forum_id == newest.scalar_subquery(), Registration.badge_number == 37)
    else:
        wanted = ("lead_trainer", "trainer") if role == "trainer" else (role,)
        query = query.join(StaffMember, StaffMember.person_id == Account.person_id)
        query = query.where(StaffMember.forum_id == newest.scalar_subquery(), StaffMember.role.in_(wanted))
        query = query.order_by(StaffMember.role.desc(), StaffMember.id)
    return db.session.scalars(query.limit(1)).unique().first()
