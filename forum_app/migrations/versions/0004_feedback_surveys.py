"""Feedback on sessions and on the forum beside that on days, on phones and on paper.

Forms hang on a survey instead of a day. The three tables that only grow are made anew with their rows copied: their
keys change, and on SQLite a table that is kept in the order of its key cannot be rebuilt in place.
Going back keeps the forms about days; forms about sessions and the forum have no place there, so it is refused while
there are some (see env.py, `may_lose_rows`).
"""

from collections.abc import Mapping
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCOPES = "scope IN ('session', 'day', 'forum')"
LANGUAGES = "language IN ('', 'km', 'en')"
GROWING = ["feedback_answers", "feedback_receipts", "feedback_responses"]


def _table(name: str, *keys: str, rest: tuple[sa.ColumnClause[object], ...] = ()) -> sa.TableClause:
    return sa.table(name, *(sa.column(key, sa.Uuid()) for key in keys), *rest)


RESPONSES = _table(
    "feedback_responses", "id", "forum_id", "day_id", "survey_id", rest=(sa.column("answered_on", sa.Date()),)
)
ANSWERS = _table(
    "feedback_answers",
    "response_id",
    "question_id",
    rest=(sa.column("value", sa.Integer()), sa.column("text", sa.Text())),
)
RECEIPTS = _table("feedback_receipts", "registration_id", "day_id", "survey_id")
SURVEYS = _table(
    "feedback_surveys",
    "id",
    "forum_id",
    "subject_id",
    "day_id",
    "forum_session_id",
    rest=(sa.column("scope", Characters()),),
)


def upgrade() -> None:
    with op.batch_alter_table("feedback_questions") as batch:
        batch.add_column(sa.Column("scope", Characters(), nullable=False, server_default="day"))
        batch.create_check_constraint(op.f("ck_feedback_questions_scope"), SCOPES)
    with op.batch_alter_table("feedback_questions") as batch:
        batch.alter_column("scope", server_default=None)
    _make_surveys()
    _make_papers()
    connection = op.get_bind()
    responses = _rows(connection, RESPONSES, "id", "forum_id", "day_id", "answered_on")
    answers = _rows(connection, ANSWERS, "response_id", "question_id", "value", "text")
    receipts = _rows(connection, RECEIPTS, "registration_id", "day_id")
    surveys: dict[object, object] = {row["day_id"]: uuid4() for row in responses}
    _drop_growing(connection)
    _make_growing("survey_id", "feedback_surveys", with_forum=False)
    forums = {row["day_id"]: row["forum_id"] for row in responses}
    _insert(connection, SURVEYS, [_survey(surveys[day], forum, day) for day, forum in forums.items()])
    _insert(connection, RESPONSES, [_moved(row, "day_id", "survey_id", surveys) for row in responses])
    _insert(connection, ANSWERS, answers)
    _insert(connection, RECEIPTS, [_moved(row, "day_id", "survey_id", surveys) for row in receipts])


def downgrade() -> None:
    connection = op.get_bind()
    surveys = _rows(connection, SURVEYS, "id", "forum_id", "day_id")
    days = {row["id"]: row["day_id"] for row in surveys if row["day_id"] is not None}
    forums = {row["id"]: row["forum_id"] for row in surveys}
    responses = [
        row for row in _rows(connection, RESPONSES, "id", "survey_id", "answered_on") if row["survey_id"] in days
    ]
    kept = {row["id"] for row in responses}
    answers = [
        row for row in _rows(connection, ANSWERS, "response_id", "question_id", "value", "text")
        if row["response_id"] in kept
    ]  # fmt: skip
    receipts = [row for row in _rows(connection, RECEIPTS, "registration_id", "survey_id") if row["survey_id"] in days]
    _drop_growing(connection)
    for name in ("feedback_paper_texts", "feedback_paper_counts", "feedback_papers", "feedback_surveys"):
        op.drop_table(name)
    _make_growing("day_id", "forum_days", with_forum=True)
    op.execute("UPDATE feedback_questions SET retired = (scope <> 'day' OR retired)")
    with op.batch_alter_table("feedback_questions") as batch:
        batch.drop_constraint(op.f("ck_feedback_questions_scope"), type_="check")
        batch.drop_column("scope")
    rows = [{**row, "forum_id": forums[row["survey_id"]]} for row in responses]
    _insert(connection, RESPONSES, [_moved(row, "survey_id", "day_id", days) for row in rows])
    _insert(connection, ANSWERS, answers)
    _insert(connection, RECEIPTS, [_moved(row, "survey_id", "day_id", days) for row in receipts])


def _survey(key: object, forum: object, day: object) -> dict[str, object]:
    return {"id": key, "forum_id": forum, "scope": "day", "subject_id": day, "day_id": day, "forum_session_id": None}


def _moved(row: dict[str, object], old: str, new: str, by: Mapping[object, object]) -> dict[str, object]:
    """The row with its key `old` exchanged for `new`; `forum_id` goes where the new table has none."""
    rest = {name: value for name, value in row.items() if name != old and not (name == "forum_id" and old == "day_id")}
    return {**rest, new: by[row[old]]}


def _rows(connection: sa.Connection, table: sa.TableClause, *names: str) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(sa.select(*(table.c[name] for name in names))).mappings()]


def _insert(connection: sa.Connection, table: sa.TableClause, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _drop_growing(connection: sa.Connection) -> None:
    append_only.lift(connection, GROWING)
    for name in GROWING:
        op.drop_table(name)


def _make_surveys() -> None:
    op.create_table(
        "feedback_surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("scope", Characters(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=True),
        sa.Column("forum_session_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(SCOPES, name=op.f("ck_feedback_surveys_scope")),
        sa.CheckConstraint("(scope = 'day') = (day_id IS NOT NULL)", name=op.f("ck_feedback_surveys_day")),
        sa.CheckConstraint(
            "(scope = 'session') = (forum_session_id IS NOT NULL)", name=op.f("ck_feedback_surveys_session")
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_feedback_surveys_forum_id")),
        sa.ForeignKeyConstraint(["day_id"], ["forum_days.id"], name=op.f("fk_feedback_surveys_day_id")),
        sa.ForeignKeyConstraint(
            ["forum_session_id"], ["forum_sessions.id"], name=op.f("fk_feedback_surveys_forum_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_surveys")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_feedback_surveys_subject_id")),
    )
    op.create_index(op.f("ix_feedback_surveys_forum_id"), "feedback_surveys", ["forum_id"])


def _make_papers() -> None:
    op.create_table(
        "feedback_papers",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("slips >= 0", name=op.f("ck_feedback_papers_slips")),
        sa.ForeignKeyConstraint(["survey_id"], ["feedback_surveys.id"], name=op.f("fk_feedback_papers_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_feedback_papers")),
    )
    op.create_table(
        "feedback_paper_counts",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name=op.f("ck_feedback_paper_counts_value")),
        sa.CheckConstraint("slips > 0", name=op.f("ck_feedback_paper_counts_slips")),
        *_question_and_survey("feedback_paper_counts"),
        sa.PrimaryKeyConstraint("survey_id", "question_id", "value", name=op.f("pk_feedback_paper_counts")),
    )
    op.create_table(
        "feedback_paper_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", Characters(), nullable=False),
        sa.CheckConstraint(LANGUAGES, name=op.f("ck_feedback_paper_texts_language")),
        *_question_and_survey("feedback_paper_texts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_paper_texts")),
    )
    op.create_index(op.f("ix_feedback_paper_texts_survey_id"), "feedback_paper_texts", ["survey_id"])


def _question_and_survey(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["survey_id"], ["feedback_surveys.id"], name=op.f(f"fk_{table}_survey_id")),
        sa.ForeignKeyConstraint(["question_id"], ["feedback_questions.id"], name=op.f(f"fk_{table}_question_id")),
    ]


def _make_growing(parent: str, parents: str, *, with_forum: bool) -> None:
    """The three tables whose forms belong to `parent`: a survey now, a day before."""
    forum = [
        sa.Column(
            "forum_id",
            sa.Uuid(),
            sa.ForeignKey("forums.id", name=op.f("fk_feedback_responses_forum_id")),
            nullable=False,
        )
    ]
    op.create_table(
        "feedback_responses",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(forum if with_forum else []),
        sa.Column(parent, sa.Uuid(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint([parent], [f"{parents}.id"], name=op.f(f"fk_feedback_responses_{parent}")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_responses")),
        sqlite_with_rowid=False,
    )
    for name in [parent, *(["forum_id"] if with_forum else [])]:
        op.create_index(op.f(f"ix_feedback_responses_{name}"), "feedback_responses", [name])
    op.create_table(
        "feedback_answers",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        *([] if with_forum else [sa.Column("language", Characters(), server_default="", nullable=False)]),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name=op.f("ck_feedback_answers_value")),
        sa.CheckConstraint("(value IS NULL) <> (text = '')", name=op.f("ck_feedback_answers_one_of_both")),
        *([] if with_forum else [sa.CheckConstraint(LANGUAGES, name=op.f("ck_feedback_answers_language"))]),
        sa.ForeignKeyConstraint(
            ["response_id"], ["feedback_responses.id"], name=op.f("fk_feedback_answers_response_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["feedback_questions.id"], name=op.f("fk_feedback_answers_question_id")
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_feedback_answers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback_receipts",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column(parent, sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_feedback_receipts_registration_id")
        ),
        sa.ForeignKeyConstraint([parent], [f"{parents}.id"], name=op.f(f"fk_feedback_receipts_{parent}")),
        sa.PrimaryKeyConstraint("registration_id", parent, name=op.f("pk_feedback_receipts")),
        sqlite_with_rowid=False,
    )
    append_only.install(op.get_bind(), GROWING)
