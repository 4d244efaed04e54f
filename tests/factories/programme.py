"""Sessions and modules."""

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select

from forum_app.course.models import Module
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.clock import PHNOM_PENH
from forum_app.kernel.database import db, transaction
from forum_app.programme.models import ForumSession


def at(forum: Forum, day: int, clock_time: str) -> datetime:
    """The instant of a local time on a day of the forum, e.g. `at(forum, 2, "10:20")`."""
    found = db.session.scalars(select(ForumDay).where(ForumDay.forum_id == forum.id, ForumDay.number == day)).one()
    local = datetime.combine(found.day_on, time.fromisoformat(clock_time), PHNOM_PENH)
    return local.astimezone(UTC)


def make_session(
    forum: Forum, code: str = "D1S01", *, day: int = 1, start: str = "09:00", end: str = "10:00", **values: Any
) -> ForumSession:
    """A presentation unless `kind` says otherwise."""
    starts_at, ends_at = at(forum, day, start), at(forum, day, end)
    with transaction() as session:
        found = session.scalars(select(ForumDay).where(ForumDay.forum_id == forum.id, ForumDay.number == day)).one()
        forum_session = ForumSession(
            **{
                "forum_id": forum.id,
                "day_id": found.id,
                "code": code,
                "kind": "presentation",
                "starts_at": starts_at,
                "ends_at": ends_at,
                "title": Bilingual(f"វគ្គ {code}", f"Session {code}"),
                "speakers": Bilingual("គ្រូបណ្តុះបណ្តាល", "Trainers"),
                **values,
            }
        )
        session.add(forum_session)
    return forum_session


def make_module(code: str = "DF") -> Module:
    """A module with a short text in both languages."""
    with transaction() as session:
        module = Module(
            code=code,
            title=Bilingual("កោសល្យវិច្ច័យឌីជីថល", "Digital forensics"),
            text_km="## សេចក្តីផ្តើម\n\nអត្ថបទ។",
            text_en="## Introduction\n\nText.",
        )
        session.add(module)
    return module
