"""Officers hand work in; trainers claim it, review it, and let it go."""

from datetime import datetime

from sqlalchemy import or_, update

from forum_app.accounts.models import Account
from forum_app.assessments import queries, rules
from forum_app.assessments.models import Practical, SavedPhrase, Submission
from forum_app.kernel import audit, files
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.registration.models import Registration


def hand_in(
    practical: Practical,
    registration: Registration,
    *,
    text: str,
    work: rules.Work | None,
    actor: Account,
    at: datetime,
) -> Submission:
    """Hand in a text, a file, or both; again replaces it until somebody signed a review off.

    Raises NotWritten, AlreadySignedOff, NoWork.
    """
    with transaction() as session:
        found = queries.find_submission(practical, registration)
        kept = rules.require_work(
            text,
            has_file=work is not None or bool(found and found.file_id),
            is_written=practical.is_written,
            is_reviewed=queries.is_reviewed(practical, registration),
        )
        if found is None:
            found = Submission(forum_id=practical.forum_id, practical_id=practical.id, registration_id=registration.id)
            session.add(found)
        found.text, found.handed_in_at = kept, at
        if work is not None:
            file = files.store(work.content, download_name=work.name, content_type=work.content_type)
            session.flush()
            found.file_id = file.id
        session.flush()
        audit.record("assessments.hand_in", found, actor=actor)
        return found


def claim(submission: Submission, *, actor: Account, at: datetime) -> Submission:
    """Keep others away for half an hour; claiming again renews it. Raises ClaimedByOther."""
    with transaction() as session:
        free = or_(
            Submission.claimed_by_id.is_(None), Submission.claimed_by_id == actor.id, Submission.claimed_until <= at
        )
        taken = update(Submission).where(Submission.id == submission.id, free)
        result = session.execute(taken.values(claimed_by_id=actor.id, claimed_until=at + rules.CLAIM))
        if not getattr(result, "rowcount", 0):
            raise rules.ClaimedByOther
        session.refresh(submission)
        return submission


def let_go(submission: Submission, *, actor: Account) -> None:
    """Somebody else may take it."""
    with transaction() as session:
        own = update(Submission).where(Submission.id == submission.id, Submission.claimed_by_id == actor.id)
        session.execute(own.values(claimed_by_id=None, claimed_until=None))


def save_phrase(text: str, *, language: str, actor: Account) -> bool:
    """Keep a sentence for later comments. False when it is kept already. Raises CommentTooLong, ReasonMissing."""
    text = rules.require_comment(rules.require_reason(text))
    with transaction():
        return insert_once(SavedPhrase, id=uuid7(), account_id=actor.id, text=text, language=language)
