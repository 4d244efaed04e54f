"""How a forum counts and prints."""

from uuid import UUID

from sqlalchemy import select

from forum_app.accounts.models import Rank
from forum_app.attendance.models import AllowanceRate, AttendanceSettings
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.registration.models import Registration


def settings_of(forum: Forum) -> AttendanceSettings:
    """The forum's settings; an unsaved row with the defaults where nobody has changed them yet."""
    found = db.session.scalar(select(AttendanceSettings).where(AttendanceSettings.forum_id == forum.id))
    return found or default_settings(forum)


def default_settings(forum: Forum) -> AttendanceSettings:
    """The defaults as a row that belongs to no session."""
    return AttendanceSettings(
        forum_id=forum.id,
        grace_minutes=15,
        sheet_columns=None,
        sheet_landscape=True,
        sheet_order="dictionary",
        sheet_kingdom=False,
        sheet_lunar=True,
        signer_post=Bilingual(),
        signer_name=Bilingual(),
        currency="KHR",
        rate=0,
    )


def rates_of(forum: Forum) -> dict[UUID, int]:
    """Allowance of a day by rank, where a rank has its own."""
    query = select(AllowanceRate.rank_id, AllowanceRate.amount).where(AllowanceRate.forum_id == forum.id)
    return dict(db.session.execute(query).all())


def list_ranks_of(forum: Forum) -> list[Rank]:
    """Ranks that occur among the approved people of the forum, senior first."""
    held = select(Registration.rank_id).where(Registration.forum_id == forum.id, Registration.status == "approved")
    query = select(Rank).where(Rank.id.in_(held)).order_by(Rank.level.desc(), Rank.code)
    return list(db.session.scalars(query))
