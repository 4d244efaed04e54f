"""The one way to write."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import String, Text, select, text
from sqlalchemy.exc import IntegrityError

from forum_app.accounts.models import Person, Rank
from forum_app.kernel import audit
from forum_app.kernel.clock import wall
from forum_app.kernel.database import (
    Base,
    UnsavedWork,
    after_commit,
    db,
    insert_once,
    transaction,
    violated,
    wal_is_safe,
)
from forum_app.kernel.operations import Operation
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
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("UPDATE audit_entries SET action = 'x' WHERE sequence = 1"))


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 50, 7), True), ((3, 44, 6), True)],
)
def test_wal_is_used_only_where_the_library_is_safe(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_lists_are_in_the_order_of_bytes_whatever_language_the_database_was_made_with(context: None) -> None:
    codes = ["a", "B", "b-1", "b1", "_c", "Z", "ខ", "ក", "á", "a b", "ab", "a_b"]
    for code in codes:
        make_rank(code=code)
    assert list(db.session.scalars(select(Rank.code).order_by(Rank.code))) == sorted(codes)
    assert set(db.session.scalars(select(Rank.code).where(Rank.code > "b"))) == {c for c in codes if c > "b"}


def test_no_column_leaves_its_order_to_the_server() -> None:
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    plain = [str(c) for c in columns if isinstance(c.type, String) and not isinstance(c.type, Text)]
    assert plain == []


def test_inserting_once_says_whether_the_row_is_new(context: None) -> None:
    values = {"id": make_rank().id, "actor_id": None, "endpoint": "x", "at": wall()}
    with transaction():
        assert [insert_once(Operation, **values) for _ in range(3)] == [True, False, False]
