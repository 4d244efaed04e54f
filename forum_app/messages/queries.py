"""Reads of messages."""

from uuid import UUID

from sqlalchemy import func, select

from forum_app.accounts.models import Person
from forum_app.kernel.database import db
from forum_app.messages.models import Message

SHOWN = 50


def list_unread(person: Person) -> list[Message]:
    """What the person has not seen yet, newest first."""
    query = select(Message).where(Message.person_id == person.id, Message.read_at.is_(None))
    return list(db.session.scalars(query.order_by(Message.created_at.desc(), Message.id.desc())))


def list_recent(person: Person) -> list[Message]:
    """The person's newest messages, seen or not."""
    query = select(Message).where(Message.person_id == person.id)
    return list(db.session.scalars(query.order_by(Message.created_at.desc(), Message.id.desc()).limit(SHOWN)))


def count_unread(person_id: UUID) -> int:
    """How many messages a person has not seen."""
    query = select(func.count(Message.id)).where(Message.person_id == person_id, Message.read_at.is_(None))
    return db.session.scalar(query) or 0
