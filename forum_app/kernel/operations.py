"""The ledger of operations: every POST may arrive twice, at once or a day later.

A form or a queued call carries an operation id. The first outermost transaction of the request writes it
down together with the business rows; whoever comes second with the same id gets the first one's answer.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum_app.kernel import clock, jobs
from forum_app.kernel.database import Base, db, on_transaction_open, transaction
from forum_app.kernel.refusal import N_, Refusal

KEPT = timedelta(days=30)


class Operation(Base):
    """One accepted POST."""

    __tablename__ = "operations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID | None]
    endpoint: Mapped[str]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """`{"to": url}` or `{"json": ...}`; None: back to the page that was posted."""
    at: Mapped[datetime]


@dataclass(slots=True)
class Pending:
    """The operation of the request in hand."""

    id: UUID
    actor_id: UUID | None
    endpoint: str
    recorded: bool = False
    answer: dict[str, Any] | None = None


class OperationNotYours(Refusal):
    """The same id came from another person or for another page."""

    text = N_("This form was already used for something else. Open the page again and send it once more.")
    status = 409


class Repeated(Exception):
    """The operation is already done; the caller deserves the first answer."""

    def __init__(self, operation_id: UUID) -> None:
        super().__init__(str(operation_id))
        self.operation_id = operation_id


_pending: ContextVar[Pending | None] = ContextVar("pending_operation", default=None)


def begin(pending: Pending | None) -> None:
    """Make this the operation of the request (None: the request has none)."""
    _pending.set(pending)


def pending() -> Pending | None:
    """The operation of the request in hand, if any."""
    return _pending.get()


def find_done(wanted: Pending) -> Operation | None:
    """The stored operation of an earlier arrival.

    Raises OperationNotYours when it belongs to another actor or endpoint.
    """
    done = db.session.get(Operation, wanted.id)
    if done is not None and (done.actor_id != wanted.actor_id or done.endpoint != wanted.endpoint):
        raise OperationNotYours
    return done


def settle(answer: dict[str, Any]) -> None:
    """Keep the answer with the operation, inside the business transaction (for JSON endpoints)."""
    current = _pending.get()
    if current is not None and current.recorded:
        current.answer = answer
        db.session.execute(update(Operation).where(Operation.id == current.id).values(answer=answer))


def settle_late(answer: dict[str, Any]) -> None:
    """Keep an answer known only after the view has ended (where a redirect leads)."""
    current = _pending.get()
    if current is not None and current.recorded and current.answer is None:
        current.answer = answer
        with transaction() as session:
            session.execute(update(Operation).where(Operation.id == current.id).values(answer=answer))


def forget_old(*, at: datetime) -> int:
    """Remove operations older than 30 days. Returns how many."""
    with transaction() as session:
        result = session.execute(delete(Operation).where(Operation.at < at - KEPT))
    return int(getattr(result, "rowcount", 0))


jobs.hourly(lambda: forget_old(at=clock.wall()))


def _record_pending(session: Session) -> None:
    current = _pending.get()
    if current is None or current.recorded:
        return
    row = {"id": current.id, "actor_id": current.actor_id, "endpoint": current.endpoint, "at": clock.wall()}
    try:
        session.execute(insert(Operation).values(**row))
    except IntegrityError as error:
        raise Repeated(current.id) from error
    current.recorded = True


on_transaction_open(_record_pending)
