"""Reads across features for the first pages."""

from typing import Any

from sqlalchemy import Select, func, select

from forum_app.accounts.models import Account, ActivationCode
from forum_app.forums.models import Forum, StaffMember
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.database import db
from forum_app.overview.rules import SetupFacts
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration


def sample_present() -> bool:
    """True while a sample forum is in the database."""
    return db.session.scalar(select(Forum.id).where(Forum.is_sample.is_(True)).limit(1)) is not None


def holds_demonstration() -> bool:
    """True while a sample forum, or an account of one that could still sign in, is in the database."""
    open_account = select(Account.id).where(Account.is_sample.is_(True), Account.disabled_at.is_(None)).limit(1)
    return sample_present() or db.session.scalar(open_account) is not None


def setup_facts(forum: Forum) -> SetupFacts:
    """What already stands in a forum. Six small queries, whatever its size."""
    return SetupFacts(
        people=_count(select(Registration.id).where(Registration.forum_id == forum.id)),
        sessions=_count(select(ForumSession.id).where(ForumSession.forum_id == forum.id)),
        helpers=_count(select(StaffMember.id).where(StaffMember.forum_id == forum.id)) - 1,
        cards_printed=_count(
            select(ActivationCode.id)
            .join(Account, Account.id == ActivationCode.account_id)
            .join(Registration, Registration.person_id == Account.person_id)
            .where(Registration.forum_id == forum.id, ActivationCode.purpose == "card")
        ),
        sheets_printed=_count(
            select(AuditEntry.id).where(
                AuditEntry.action == "attendance.print_sheet", AuditEntry.subject_id == str(forum.id)
            )
        ),
        sample_present=sample_present(),
    )


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
