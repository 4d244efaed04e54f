"""What the dashboard knows about a day."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum_app.attendance import queries as attendance
from forum_app.attendance.queries import DayCounts
from forum_app.certificates import queries as certificates
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.overview import rules
from forum_app.overview.queries.setting_up import setup_facts
from forum_app.programme.models import Group
from forum_app.quizzes import queries as quizzes
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.rules import State
from forum_app.registration.models import Registration


def day_shown(days: Sequence[ForumDay], at: datetime) -> ForumDay:
    """Today when it is a day of the forum, otherwise the first day to come, otherwise the last one."""
    today = clock.local_day(at)
    coming = [day for day in days if day.day_on >= today]
    return coming[0] if coming else days[-1]


def day_facts(forum: Forum, *, days: Sequence[ForumDay], counts: DayCounts, lang: str, at: datetime) -> rules.DayFacts:
    """Everything the list of next things is decided from. A constant number of queries."""
    today = clock.local_day(at)
    slot = attendance.slot_by_clock(forum, at)
    listed = quizzes.list_quizzes(forum)
    progress = quizzes.count_progress(forum)

    def title(quiz: Quiz) -> str:
        return quiz.title.in_language(lang)

    def far(quiz: Quiz) -> quizzes.Progress:
        return progress.get(quiz.id, quizzes.Progress())

    states = {quiz.id: quiz.standing_at(at).state for quiz in listed}
    is_open = [quiz for quiz in listed if states[quiz.id] is State.OPEN]
    due = [quiz for quiz in listed if states[quiz.id] is State.PREPARED and _waits_for_a_hand(quiz, at)]
    unreleased = [quiz for quiz in listed if states[quiz.id] is State.CLOSED]
    return rules.DayFacts(
        begun=today >= days[0].day_on,
        over=today > days[-1].day_on,
        in_session=slot is not None and slot.starts_at <= at < slot.ends_at,
        missing=counts.missing,
        undecided=_count(forum, Registration.status.in_(("nominated", "pending"))),
        unconfirmed=_count(forum, Registration.needs_confirmation.is_(True), Registration.status == "approved"),
        without_group=_count_without_group(forum),
        open_quizzes=tuple((q.id, title(q), far(q).submitted, far(q).in_progress) for q in is_open),
        due_quizzes=tuple((quiz.id, title(quiz)) for quiz in due),
        unreleased=tuple((quiz.id, title(quiz)) for quiz in unreleased),
        ready_for_certificate=_count_earned(forum) if today >= days[-1].day_on else 0,
        prepared=0
        if today < days[-1].day_on
        else sum(states.get("prepared", 0) for states in certificates.count_states(forum).values()),
        setup_missing=sum(1 for step in rules.steps(setup_facts(forum)) if not step.done),
    )


def _waits_for_a_hand(quiz: Quiz, at: datetime) -> bool:
    """True when its session has begun and nothing but a trainer opens it."""
    forum_session = quiz.forum_session
    return forum_session is not None and forum_session.starts_at <= at and quiz.window.opens_at is None


def _count(forum: Forum, *conditions: object) -> int:
    query = select(func.count()).select_from(Registration).where(Registration.forum_id == forum.id)
    return db.session.scalar(query.where(*conditions)) or 0  # type: ignore[arg-type]


def _count_without_group(forum: Forum) -> int:
    if db.session.scalar(select(Group.id).where(Group.forum_id == forum.id).limit(1)) is None:
        return 0
    participant = Registration.kind == "participant"
    return _count(forum, Registration.status == "approved", participant, Registration.group_id.is_(None))


def _count_earned(forum: Forum) -> int:
    """Certificates that somebody has earned and that are not in the register yet, all kinds."""
    settings = certificates.settings_of(forum)
    entries = [entry for kind in settings.kinds for entry in certificates.board(forum, kind, settings)]
    return sum(1 for entry in entries if entry.state == "earned")
