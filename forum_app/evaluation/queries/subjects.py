"""What a form can be about, and which forms an officer still has open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum_app.evaluation import rules
from forum_app.evaluation.models import FeedbackReceipt, FeedbackSurvey
from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration

WHOLE_FORUM = "forum"
DAY = "day-"


@dataclass(frozen=True, slots=True)
class Subject:
    """A session, a day or the forum, as something to give feedback on."""

    forum: Forum
    scope: str
    subject_id: UUID
    about: str
    """How an address names it: `day-2`, a session's code, or `forum`."""
    window: rules.Window
    day: ForumDay | None = None
    """The day itself, or the day of the session."""
    forum_session: ForumSession | None = None

    @property
    def title(self) -> Bilingual:
        """The title of the session or the forum; a day has none."""
        if self.scope == "day":
            return Bilingual()
        return self.forum_session.title if self.forum_session else self.forum.title


def _zone(forum: Forum) -> ZoneInfo:
    return ZoneInfo(forum.timezone)


def _of_forum(forum: Forum) -> Subject:
    return Subject(forum, "forum", forum.id, WHOLE_FORUM, rules.window_of_forum(forum.ends_on, _zone(forum)))


def _of_day(forum: Forum, day: ForumDay) -> Subject:
    return Subject(forum, "day", day.id, f"{DAY}{day.number}", rules.window_of_day(day.day_on, _zone(forum)), day=day)


def _of_session(forum: Forum, one: ForumSession) -> Subject:
    window = rules.window_of_session(one.ends_at, _zone(forum))
    return Subject(forum, "session", one.id, one.code, window, day=one.day, forum_session=one)


def list_subjects(forum: Forum) -> list[Subject]:
    """Everything that is asked about, in the order of the programme: each session, then its day, last the forum."""
    sessions = _sessions(forum)
    found: list[Subject] = []
    for day in forums_queries.list_days(forum):
        found += [_of_session(forum, one) for one in sessions if one.day_id == day.id]
        found.append(_of_day(forum, day))
    return [*found, _of_forum(forum)]


def _sessions(forum: Forum) -> list[ForumSession]:
    query = (
        select(ForumSession)
        .where(
            ForumSession.forum_id == forum.id,
            ForumSession.cancelled_at.is_(None),
            ForumSession.kind.in_(rules.EVALUATED_KINDS),
        )
        .options(joinedload(ForumSession.day))
        .order_by(ForumSession.starts_at, ForumSession.code)
    )
    return list(db.session.scalars(query))


def find_subject(forum: Forum, about: str) -> Subject | None:
    """What an address names, or None."""
    return next((subject for subject in list_subjects(forum) if subject.about == about), None)


def find_survey(subject: Subject) -> FeedbackSurvey | None:
    """The row that its forms hang on; there is none before the first."""
    return db.session.scalar(select(FeedbackSurvey).where(FeedbackSurvey.subject_id == subject.subject_id))


def answered_subjects(registration: Registration) -> set[UUID]:
    """Ids of everything this officer has given feedback on."""
    query = select(FeedbackSurvey.subject_id).join(FeedbackReceipt, FeedbackReceipt.survey_id == FeedbackSurvey.id)
    return set(db.session.scalars(query.where(FeedbackReceipt.registration_id == registration.id)))


def count_given(registration: Registration) -> int:
    """How many forms this officer has sent."""
    query = select(func.count()).where(FeedbackReceipt.registration_id == registration.id)
    return db.session.scalar(query) or 0


def list_open(registration: Registration, *, at: datetime) -> list[Subject]:
    """Forms this officer can send now and has not sent: the day first, then the forum, then sessions, newest first."""
    done = answered_subjects(registration)
    found = [
        subject
        for subject in list_subjects(registration.forum)
        if subject.window.is_open(at) and subject.subject_id not in done
    ]
    found.reverse()
    order = {"day": 0, "forum": 1, "session": 2}
    return sorted(found, key=lambda subject: order[subject.scope])


def open_form_for(registration: Registration, *, at: datetime) -> ForumDay | None:
    """The day this officer can still give feedback on: from 14:00 until noon of the next day."""
    return next((subject.day for subject in list_open(registration, at=at) if subject.scope == "day"), None)
