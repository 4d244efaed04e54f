"""The question bank: eight kinds, exhibits, checks and history.

`correct_key` becomes `solution`, which holds what is right for every kind.
"""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = "kind IN ('single', 'multiple', 'true_false', 'matching', 'ordering', 'numeric', 'text', 'scenario')"
OLD_KINDS = "kind IN ('single', 'true_false', 'scenario')"
STATUSES = "status IN ('draft', 'legal_check', 'language_check', 'approved', 'retired')"
OLD_STATUSES = "status IN ('draft', 'approved', 'retired')"
EVENTS = (
    "kind IN ('written', 'changed', 'sent', 'legal_checked', 'language_checked', 'returned', 'approved', 'retired')"
)

questions = sa.table(
    "questions",
    sa.column("id", sa.Uuid()),
    sa.column("kind", Characters()),
    sa.column("status", Characters()),
    sa.column("solution", sa.JSON()),
    sa.column("correct_key", Characters()),
)


def upgrade() -> None:
    op.create_table(
        "exhibits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", Characters(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("title_km", Characters(), server_default="", nullable=False),
        sa.Column("title_en", Characters(), server_default="", nullable=False),
        sa.Column("text_km", Characters(), server_default="", nullable=False),
        sa.Column("text_en", Characters(), server_default="", nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk_exhibits_module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibits")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_exhibits_code_version")),
    )
    op.create_index(op.f("ix_exhibits_module_id"), "exhibits", ["module_id"])
    _widen_questions()
    op.create_table(
        "question_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("kind", Characters(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("note", Characters(), server_default="", nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.CheckConstraint(EVENTS, name=op.f("ck_question_events_kind")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_events_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_events")),
    )
    op.create_index(op.f("ix_question_events_question_id"), "question_events", ["question_id"])
    append_only.install(op.get_bind(), ["question_events"])


def _widen_questions() -> None:
    with op.batch_alter_table("questions") as batch:
        batch.add_column(sa.Column("exhibit_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("targets", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("solution", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("unit_km", Characters(), server_default="", nullable=False))
        batch.add_column(sa.Column("unit_en", Characters(), server_default="", nullable=False))
        batch.add_column(sa.Column("law_reference", Characters(), server_default="", nullable=False))
        batch.add_column(sa.Column("origin", Characters(), server_default="course", nullable=False))
        batch.drop_constraint(op.f("ck_questions_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_questions_kind"), KINDS)
        batch.drop_constraint(op.f("ck_questions_status"), type_="check")
        batch.create_check_constraint(op.f("ck_questions_status"), STATUSES)
        batch.create_foreign_key(op.f("fk_questions_exhibit_id"), "exhibits", ["exhibit_id"], ["id"])
        batch.create_index(op.f("ix_questions_exhibit_id"), ["exhibit_id"])
    connection = op.get_bind()
    for row in connection.execute(sa.select(questions.c.id, questions.c.correct_key)).all():
        change = sa.update(questions).where(questions.c.id == row.id)
        connection.execute(change.values(solution={"right": [row.correct_key]}))
    with op.batch_alter_table("questions") as batch:
        batch.drop_column("correct_key")
        batch.alter_column("targets", server_default=None)
        batch.alter_column("solution", server_default=None)


def downgrade() -> None:
    """Back to the kinds that choose one option; questions of other kinds stay as retired ones without a key."""
    connection = op.get_bind()
    append_only.lift(connection, ["question_events"])
    op.drop_table("question_events")
    with op.batch_alter_table("questions") as batch:
        batch.add_column(sa.Column("correct_key", Characters(), nullable=False, server_default=""))
    for row in connection.execute(sa.select(questions.c.id, questions.c.solution)).all():
        change = sa.update(questions).where(questions.c.id == row.id)
        connection.execute(change.values(correct_key=next(iter(row.solution.get("right", [""])))))
    connection.execute(
        sa.update(questions)
        .where(questions.c.kind.not_in(["single", "true_false", "scenario"]))
        .values(kind="single", status="retired")
    )
    connection.execute(
        sa.update(questions).where(questions.c.status.not_in(["draft", "approved", "retired"])).values(status="draft")
    )
    with op.batch_alter_table("questions") as batch:
        batch.alter_column("correct_key", server_default=None)
        batch.drop_index(op.f("ix_questions_exhibit_id"))
        batch.drop_constraint(op.f("fk_questions_exhibit_id"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_questions_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_questions_kind"), OLD_KINDS)
        batch.drop_constraint(op.f("ck_questions_status"), type_="check")
        batch.create_check_constraint(op.f("ck_questions_status"), OLD_STATUSES)
        for column in ("exhibit_id", "targets", "solution", "unit_km", "unit_en", "law_reference", "origin"):
            batch.drop_column(column)
    op.drop_table("exhibits")
