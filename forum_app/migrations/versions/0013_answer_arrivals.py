"""Every tap of a phone as a row of its own; an answer in time and a late one side by side; decisions about late ones.

Answers of before become the one arrival known of them, counted in the order in which they came.
"""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ONLY_GROW = ["answer_arrivals", "late_decisions"]
OLD_KEY = "uq_answers_attempt_id_question_id"
KEY = f"{OLD_KEY}_is_late"
COUNTED = (
    "INSERT INTO answer_arrivals (id, attempt_id, question_id, chosen, language, device, sequence, answered_at,"
    " received_at, is_late) SELECT id, attempt_id, question_id, chosen, language, '',"
    " row_number() OVER (PARTITION BY attempt_id ORDER BY received_at, id),"
    " answered_at, received_at, is_late FROM answers"
)


def upgrade() -> None:
    with op.batch_alter_table("attempts") as batch:
        batch.add_column(sa.Column("late_declined_at", UtcDateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_attempts_late_decided_once"), "late_accepted_at IS NULL OR late_declined_at IS NULL"
        )
    with op.batch_alter_table("answers") as batch:
        batch.add_column(sa.Column("device", Characters(), server_default="", nullable=False))
        batch.add_column(sa.Column("ms", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f(OLD_KEY), type_="unique")
        batch.create_unique_constraint(op.f(KEY), ["attempt_id", "question_id", "is_late"])
    _arrivals()
    _decisions()
    op.execute(COUNTED)
    op.execute(
        "INSERT INTO late_decisions (id, attempt_id, is_accepted, at)"
        " SELECT id, id, true, late_accepted_at FROM attempts WHERE late_accepted_at IS NOT NULL"
    )
    append_only.install(op.get_bind(), ONLY_GROW)


def _arrivals() -> None:
    op.create_table(
        "answer_arrivals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("language", Characters(), nullable=False),
        sa.Column("device", Characters(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=True),
        sa.CheckConstraint("language IN ('km', 'en')", name=op.f("ck_answer_arrivals_language")),
        sa.CheckConstraint("ms >= 0", name=op.f("ck_answer_arrivals_ms")),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_answer_arrivals_sequence")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_answer_arrivals_attempt_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answer_arrivals_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_arrivals")),
        sa.UniqueConstraint(
            "attempt_id", "device", "sequence", name=op.f("uq_answer_arrivals_attempt_id_device_sequence")
        ),
    )
    op.create_index(op.f("ix_answer_arrivals_question_id"), "answer_arrivals", ["question_id"])


def _decisions() -> None:
    op.create_table(
        "late_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_late_decisions_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_decisions")),
    )
    op.create_index(op.f("ix_late_decisions_attempt_id"), "late_decisions", ["attempt_id"])


def downgrade() -> None:
    """Back to one answer a question: where both stand, the one in time stays."""
    append_only.lift(op.get_bind(), ONLY_GROW)
    op.drop_table("late_decisions")
    op.drop_table("answer_arrivals")
    op.execute(
        "DELETE FROM answers WHERE is_late AND EXISTS (SELECT 1 FROM answers AS other"
        " WHERE other.attempt_id = answers.attempt_id AND other.question_id = answers.question_id"
        " AND NOT other.is_late)"
    )
    with op.batch_alter_table("answers") as batch:
        batch.drop_constraint(op.f(KEY), type_="unique")
        batch.drop_column("ms")
        batch.drop_column("device")
        batch.create_unique_constraint(op.f(OLD_KEY), ["attempt_id", "question_id"])
    with op.batch_alter_table("attempts") as batch:
        batch.drop_constraint(op.f("ck_attempts_late_decided_once"), type_="check")
        batch.drop_column("late_declined_at")
