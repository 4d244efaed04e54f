"""The audit trail: append-only rows in the same transaction as what they tell, chained by hash.

Each installation (a server, a box in a hotel) has an origin id and its own chain, so that two chains can
later lie side by side. Rows hold ids, never names, phones or answers: erasing a person does not break them.
"""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum_app.kernel import clock, secrets
from forum_app.kernel.database import Base, WithId, db, insert_once

GENESIS = "0" * 64


class HasId(Protocol):
    """Anything that can be the subject or the actor of an entry."""

    @property
    def id(self) -> Any: ...


class AuditHead(Base):
    """The newest link of each chain; also the row that writers queue on."""

    __tablename__ = "audit_heads"

    origin_id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str]


class AuditEntry(WithId, Base):
    """Who did what to which thing, and when."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("origin_id", "sequence"), {"info": {"append_only": True}})

    origin_id: Mapped[str] = mapped_column(ForeignKey("audit_heads.origin_id"))
    sequence: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    """The account that acted; no foreign key, since the kernel knows no feature. None: the system."""
    action: Mapped[str]
    """Feature and verb, e.g. `attendance.check_in`."""
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str]
    hash: Mapped[str]


def record(action: str, subject: HasId, *, actor: HasId | None, **details: Any) -> None:
    """Add one entry to this installation's chain. Call it inside `transaction()`."""
    session: Session = db.session()
    head = _head(session)
    entry = AuditEntry(
        origin_id=head.origin_id,
        sequence=head.sequence + 1,
        at=clock.wall(),
        actor_id=actor.id if actor else None,
        action=action,
        subject_type=type(subject).__name__,
        subject_id=str(subject.id),
        details=details,
        previous_hash=head.hash,
    )
    entry.hash = _link(entry)
    head.sequence, head.hash = entry.sequence, entry.hash
    session.add(entry)


def _head(session: Session) -> AuditHead:
    origin = secrets.current().origin_id
    head = session.get(AuditHead, origin, with_for_update=True)
    if head is None:
        insert_once(AuditHead, origin_id=origin, sequence=0, hash=GENESIS)  # on PostgreSQL others may begin it too
        head = session.get_one(AuditHead, origin, with_for_update=True)
    return head


def _link(entry: AuditEntry) -> str:
    body = json.dumps(
        [
            entry.origin_id,
            entry.sequence,
            entry.at.isoformat(),
            str(entry.actor_id or ""),
            entry.action,
            entry.subject_type,
            entry.subject_id,
            entry.details,
            entry.previous_hash,
        ],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hmac.new(secrets.current().audit, body.encode(), hashlib.sha256).hexdigest()


def first_broken_sequence(origin_id: str | None = None) -> int | None:
    """The sequence number of the first entry that does not fit its chain, or None when all fit.

    Only chains made with our own key can be checked: by default this installation's.
    """
    origin = origin_id or secrets.current().origin_id
    expected, previous = 1, GENESIS
    rows = select(AuditEntry).where(AuditEntry.origin_id == origin).order_by(AuditEntry.sequence)
    for entry in db.session.scalars(rows.execution_options(yield_per=500)):
        if entry.sequence != expected or entry.previous_hash != previous or entry.hash != _link(entry):
            return expected
        expected, previous = expected + 1, entry.hash
    head = db.session.get(AuditHead, origin)
    return expected if head is not None and head.hash != previous else None
