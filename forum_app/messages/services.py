"""The verbs of the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from forum_app.accounts.models import Person
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import insert_once, transaction
from forum_app.messages import rules
from forum_app.messages.models import Message


def queue(person: Person, *, template: str, values: Mapping[str, Any], key: str, at: datetime, url: str = "") -> bool:
    """Tell a person something, in the caller's transaction. The same `key` sends once; False: it was sent before.

    `values` are texts, numbers or `Bilingual` pairs. Raises UnknownMessage.
    """
    rules.check_template(template)
    kept = {name: value.as_dict() if isinstance(value, Bilingual) else value for name, value in values.items()}
    with transaction():
        return insert_once(
            Message,
            person_id=person.id,
            template=template,
            values=kept,
            key=key,
            url=url,
            channel="screen",
            created_at=at,
        )


def mark_seen(person: Person, *, at: datetime) -> int:
    """The person has seen everything. Returns how many were new."""
    with transaction() as session:
        unread = update(Message).where(Message.person_id == person.id, Message.read_at.is_(None))
        result = session.execute(unread.values(read_at=at))
        return int(getattr(result, "rowcount", 0))
