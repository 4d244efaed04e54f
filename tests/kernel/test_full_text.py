"""The index over search keys follows its table, and a database without it answers the same."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, insert, select, text, update

from forum_app.course.models import Passage
from forum_app.kernel import full_text
from forum_app.kernel.database import db, transaction
from tests.factories.programme import make_module

pytestmark = pytest.mark.usefixtures("context")
KEYS = {1: "ភសតុតាងឌីជីថល", 2: 'say"hash"100%', 3: "កុមារ"}


@pytest.fixture(params=["with the index", "without it"])
def passages(request: pytest.FixtureRequest, context: None) -> Iterator[None]:
    """Three rows; once as they are found by the index, once by reading all of them."""
    bind = db.session.connection()
    if request.param == "without it":
        full_text.remove(bind, "passages", "key")
        db.session.commit()
    module = make_module("XX")
    with transaction() as session:
        for number, key in KEYS.items():
            row = {"module_id": module.id, "number": number, "language": "km", "text": key, "beside": "", "key": key}
            session.execute(insert(Passage).values(**row))
    yield
    if request.param == "without it":
        full_text.install(db.session.connection(), "passages", "key")
        db.session.commit()


def found(key: str) -> list[int]:
    query = select(Passage.number).where(full_text.holds(Passage.key, key)).order_by(Passage.number)
    return list(db.session.scalars(query))


@pytest.mark.usefixtures("passages")
@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("តាងឌី", [1]),
        ("ឌីជីថល", [1]),
        ("មា", [3]),
        ("ត", [1]),
        ('y"h', [2]),
        ("00%", [2]),
        ("%", [2]),
        ("_", []),
        ("abc", []),
        ("OR ", []),
    ],
)
def test_any_part_of_a_key_is_found_and_nothing_in_it_is_a_command(key: str, numbers: list[int]) -> None:
    assert found(key) == numbers


@pytest.mark.usefixtures("passages")
def test_the_index_follows_changed_and_removed_rows() -> None:
    with transaction() as session:
        session.execute(update(Passage).where(Passage.number == 1).values(key="តុលាការ"))
        session.execute(delete(Passage).where(Passage.number == 2))
    assert (found("ឌីជី"), found("តុលា"), found("hash")) == ([], [1], [])


def test_an_index_made_late_holds_what_was_there_before() -> None:
    full_text.remove(db.session.connection(), "passages", "key")
    db.session.commit()
    module = make_module("XX")
    with transaction() as session:
        row = {
            "module_id": module.id,
            "number": 7,
            "language": "en",
            "text": "a",
            "beside": "",
            "key": "chainofcustody",
        }
        session.execute(insert(Passage).values(**row))
        assert full_text.install(session.connection(), "passages", "key")
    assert found("ofcust") == [7]


def test_a_database_that_may_not_have_the_index_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "_SQLITE", ("CREATE VIRTUAL TABLE x USING nothing()",))
    monkeypatch.setattr(full_text, "_POSTGRES", ("CREATE EXTENSION nothing",))
    connection = db.session.connection()
    assert full_text.install(connection, "passages", "key") is False
    assert connection.scalar(text("SELECT 1")) == 1


def test_postgresql_looks_into_its_index_for_a_long_key() -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has FTS5")
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        query = "EXPLAIN SELECT id FROM passages WHERE key LIKE '%chainofcustody%'"
        plan = "\n".join(connection.scalars(text(query)))
    assert "ix_passages_key_trgm" in plan


def test_tables_of_the_index_are_known_as_ours() -> None:
    assert full_text.columns()["passages"] == "key"
    ours = {"passages_fts", "passages_fts_data", "ix_passages_key_trgm"}
    assert {name for name in {*ours, "passages", "ix_passages_term_id", None} if full_text.is_ours(name)} == ours
