"""The audit trail: in the same transaction, chained, and every change is found."""

import threading
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from forum_app.kernel import append_only, audit, secrets
from forum_app.kernel.audit import GENESIS, AuditEntry, AuditHead
from forum_app.kernel.database import db, transaction
from forum_app.kernel.identifiers import uuid7
from tests.factories.accounts import make_account, make_rank


@dataclass
class Subject:
    """Anything with an id."""

    id: UUID


@pytest.fixture
def chain(context):
    """Five entries about a rank."""
    rank, actor = make_rank(), make_account()
    for number in range(5):
        with transaction():
            audit.record("ranks.change", rank, actor=actor, number=number)
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)))


@pytest.fixture
def unguarded(context):
    """The database without the triggers that refuse a change."""
    if db.engine.dialect.name == "postgresql":
        pytest.skip("the triggers are put aside as SQLite does it")
    with db.engine.begin() as connection:
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_entries_no_{verb}"))
    yield
    db.session.rollback()
    with db.engine.begin() as connection:
        append_only.install(connection, ["audit_entries"])


def test_an_entry_tells_who_did_what_to_which_thing(chain):
    entry = chain[-1]
    assert (entry.action, entry.subject_type, entry.details) == ("ranks.change", "Rank", {"number": 4})
    assert entry.actor_id is not None
    assert entry.origin_id == secrets.current().origin_id


def test_each_entry_holds_the_hash_of_the_one_before(chain):
    assert chain[0].previous_hash == GENESIS
    assert [entry.previous_hash for entry in chain[1:]] == [entry.hash for entry in chain[:-1]]
    assert [entry.sequence for entry in chain] == list(range(1, len(chain) + 1))


def test_an_untouched_chain_holds(chain):
    assert audit.first_broken_sequence() is None


def test_the_very_first_entries_of_an_installation_may_arrive_at_once(app, context):
    subject, errors, start = Subject(uuid7()), [], threading.Barrier(4)
    assert db.session.scalars(select(AuditHead)).all() == []
    db.session.rollback()

    def record():
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    audit.record("ranks.change", subject, actor=None)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=record) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert db.session.scalars(select(AuditEntry.sequence).order_by(AuditEntry.sequence)).all() == [1, 2, 3, 4]
    assert audit.first_broken_sequence() is None


def test_what_is_rolled_back_leaves_no_entry(context):
    rank = make_rank()

    def change_and_fail():
        with transaction():
            audit.record("ranks.change", rank, actor=None)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        change_and_fail()
    assert list(db.session.scalars(select(AuditEntry))) == []


@pytest.mark.parametrize(
    "change",
    [{"action": "ranks.keep"}, {"subject_id": "x"}, {"details": {"number": 9}}, {"actor_id": None}],
)
def test_a_changed_entry_is_found_at_its_place(chain, unguarded, change):
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.sequence == 4).values(**change))
    assert audit.first_broken_sequence() == 4


def test_a_removed_entry_is_found_at_its_place(chain, unguarded):
    with transaction() as session:
        session.execute(text("DELETE FROM audit_entries WHERE sequence = 3"))
    assert audit.first_broken_sequence() == 3


def test_a_removed_end_is_found(chain, unguarded):
    with transaction() as session:
        session.execute(text("DELETE FROM audit_entries WHERE sequence = :last"), {"last": len(chain)})
    assert audit.first_broken_sequence() == len(chain)


def test_the_database_refuses_to_change_or_remove_an_entry(chain):
    for statement in ("UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(Exception, match="append-only"), transaction() as session:
            session.execute(text(statement))


def test_an_installation_without_entries_holds(context):
    assert db.session.scalar(select(AuditHead)) is None
    assert audit.first_broken_sequence() is None


def test_the_command_names_the_first_broken_entry(app, chain, unguarded):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).output == "The audit chain holds.\n"
    with transaction() as session:
        session.execute(text("UPDATE audit_entries SET action = 'x' WHERE sequence = 2"))
    result = runner.invoke(args=["audit", "verify"])
    assert (result.exit_code, str(result.exception)) == (1, "The audit chain is broken at entry 2.")
