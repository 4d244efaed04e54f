"""The one way to write."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from forum_app.accounts.models import Person, Rank
from forum_app.kernel import audit
from forum_app.kernel.database import UnsavedWork, after_commit, db, transaction, violated, wal_is_safe
from tests.factories.accounts import make_person, make_rank


def fail_after(action: Callable[[], object]) -> None:
    """A transaction that does something and then fails."""
    with transaction():
        action()
        raise ValueError("stop")


def test_inner_transactions_join_and_only_the_outermost_commits(context: None) -> None:
    with pytest.raises(ValueError, match="stop"):
        fail_after(make_person)
    assert db.session.query(Person).count() == 0


def test_after_commit_runs_once_the_rows_are_on_disk_and_never_after_a_failure(context: None) -> None:
    seen: list[str] = []
    with transaction():
        after_commit(lambda: seen.append("kept"))
    with pytest.raises(ValueError, match="stop"):
        fail_after(lambda: after_commit(lambda: seen.append("lost")))
    assert seen == ["kept"]


def test_a_change_outside_a_transaction_is_refused(context: None) -> None:
    person = make_person()
    person.given_name_km = "ផ្សេង"
    with pytest.raises(UnsavedWork), transaction():
        pass
    db.session.rollback()


def test_the_name_of_a_broken_unique_constraint_is_found_on_both_databases(context: None) -> None:
    make_rank()
    with pytest.raises(IntegrityError) as caught:
        make_rank()
    assert violated(caught.value) == "uq_ranks_code"


def test_six_threads_that_load_first_and_then_write_are_all_served(app: Flask, context: None) -> None:
    rank_id = make_rank(level=0).id
    errors: list[BaseException] = []

    def raise_level() -> None:
        with app.app_context():
            try:
                db.session.get_one(Rank, rank_id)
                with transaction() as session:
                    rank = session.get_one(Rank, rank_id, with_for_update=True)
                    rank.level += 1
            except BaseException as error:
                errors.append(error)

    threads = [threading.Thread(target=raise_level) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    db.session.rollback()
    assert db.session.get_one(Rank, rank_id).level == 6


def test_an_audit_row_cannot_be_changed_and_a_changed_one_would_be_found(context: None) -> None:
    make_person()
    make_person()
    assert audit.first_broken_sequence() is None
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(text("UPDATE audit_entries SET action = 'x' WHERE sequence = 1"))


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 50, 7), True), ((3, 44, 6), True)],
)
def test_wal_is_used_only_where_the_library_is_safe(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe
