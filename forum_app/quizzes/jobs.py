"""What the clock does to quizzes when nobody looks: people hear that their results are there."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum_app.kernel import clock, jobs
from forum_app.kernel.database import db
from forum_app.quizzes import services
from forum_app.quizzes.models import Quiz


def settle_all() -> int:
    """Write down every release of the clock that nobody has looked at yet. Returns how many."""
    query = (
        select(Quiz)
        .where(Quiz.release == "at_close", Quiz.released_at.is_(None))
        .options(joinedload(Quiz.forum_session))
    )
    return services.settle(list(db.session.scalars(query)), at=clock.now())


jobs.hourly(settle_all)
