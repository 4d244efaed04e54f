"""Questions from the hall and one-tap signals. Nothing here keeps who asked or tapped, the audit trail least of all."""

from datetime import datetime, timedelta

from forum_app.kernel import audit, clock
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.khmer.text import canonical, is_khmer
from forum_app.live import queries, rules
from forum_app.live.models import Signal, WallQuestion, WallSupport
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration


def ask(forum_session: ForumSession, *, text: str, at: datetime) -> WallQuestion:
    """Put a question before whoever looks after the wall, without a name.

    Raises WallClosed, QuestionEmpty, QuestionTooLong, WallFull.
    """
    _require_open(forum_session, at)
    tidy = rules.require_question(canonical(text))
    with transaction() as session:
        if queries.count_waiting(forum_session) >= rules.MOST_WAITING:
            raise rules.WallFull
        question = WallQuestion(
            forum_id=forum_session.forum_id,
            forum_session_id=forum_session.id,
            text=Bilingual(km=tidy) if is_khmer(tidy) else Bilingual(en=tidy),
            asked_at=at,
        )
        session.add(question)
        return question


def _require_open(forum_session: ForumSession, at: datetime) -> None:
    """From a little before the session to the end of its day."""
    begins = forum_session.starts_at - timedelta(minutes=30)
    if forum_session.cancelled_at or at < begins or clock.local_day(at) != clock.local_day(forum_session.starts_at):
        raise rules.WallClosed


def settle(question: WallQuestion, state: str, *, actor: HasId | None, at: datetime) -> None:
    """Show it, mark it as answered, or put it aside; each can be changed again."""
    with transaction():
        question.state, question.settled_at = state, at
        audit.record("live.settle_question", question, actor=actor, state=state)


def translate(question: WallQuestion, text: Bilingual, *, actor: HasId | None) -> None:
    """Write what the interpreter says on the other side, or mend the wording. Raises QuestionEmpty, QuestionTooLong."""
    sides = Bilingual(canonical(text.km), canonical(text.en))
    for side in (sides.km, sides.en):
        if side:
            rules.require_question(side)
    if not sides:
        raise rules.QuestionEmpty
    with transaction():
        question.text = sides
        audit.record("live.translate_question", question, actor=actor)


def support(question: WallQuestion, registration: Registration) -> bool:
    """Say that one has the same question. True the first time."""
    with transaction():
        return insert_once(
            WallSupport, wall_question_id=question.id, voter=queries.voter_of(registration.id, str(question.id))
        )


def signal(forum_session: ForumSession, registration: Registration, *, kind: str, at: datetime) -> bool:
    """One tap to the speaker. True when it counted; a second tap within the window does not.

    Raises SignalUnknown, WallClosed.
    """
    if kind not in rules.SIGNAL_NAMES:
        raise rules.SignalUnknown
    _require_open(forum_session, at)
    window = rules.bucket(at)
    voter = queries.voter_of(registration.id, f"{forum_session.id}/{kind}/{window.isoformat()}")
    with transaction():
        return insert_once(Signal, forum_session_id=forum_session.id, kind=kind, window_at=window, voter=voter)
