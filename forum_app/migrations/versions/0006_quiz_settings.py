"""Behaviour, attempts, window, entry, release, pools and paper of quizzes.

A quiz that was opened keeps its questions, so it counts as frozen since then.
"""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ONLY_GROW = ["quiz_admissions", "sheet_entries"]
WORDS = {
    "behaviour": ("after", "immediate", "mastery", "live"),
    "counting": ("best", "last", "first"),
    "opens_from": ("start", "end"),
    "closes_from": ("end", "start"),
    "entry": ("registered", "present"),
    "release": ("by_hand", "at_close"),
    "draw": ("same", "each"),
}
"""The first word of each is what a quiz of before had."""
CHECKS = {
    "behaviour": "behaviour IN ('after', 'immediate', 'mastery', 'live')",
    "attempts_allowed": "attempts_allowed >= 0",
    "counting": "counting IN ('best', 'last', 'first')",
    "opens_from": "opens_from IN ('start', 'end')",
    "closes_from": "closes_from IN ('start', 'end')",
    "entry": "entry IN ('registered', 'present')",
    "release": "release IN ('by_hand', 'at_close')",
    "draw": "draw IN ('same', 'each')",
}
NULLABLE = ("opens_offset_minutes", "closes_offset_minutes", "frozen_at")


def upgrade() -> None:
    _quizzes()
    _pools()
    _paper()
    append_only.install(op.get_bind(), ONLY_GROW)


def _quizzes() -> None:
    with op.batch_alter_table("quizzes") as batch:
        for name, words in WORDS.items():
            batch.add_column(sa.Column(name, Characters(), nullable=False, server_default=words[0]))
        batch.add_column(sa.Column("attempts_allowed", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("is_shuffled", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("opens_offset_minutes", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("closes_offset_minutes", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("frozen_at", UtcDateTime(timezone=True), nullable=True))
        for name, check in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_quizzes_{name}"), check)
    op.execute("UPDATE quizzes SET frozen_at = opened_at")


def _pools() -> None:
    op.create_table(
        "quiz_pools",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=True),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        sa.CheckConstraint("(objective_id IS NULL) <> (module_id IS NULL)", name=op.f("ck_quiz_pools_one_subject")),
        sa.CheckConstraint("question_count > 0", name=op.f("ck_quiz_pools_question_count")),
        sa.CheckConstraint("difficulty BETWEEN 1 AND 3", name=op.f("ck_quiz_pools_difficulty")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_pools_quiz_id")),
        sa.ForeignKeyConstraint(["objective_id"], ["objectives.id"], name=op.f("fk_quiz_pools_objective_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk_quiz_pools_module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_pools")),
        sa.UniqueConstraint("quiz_id", "position", name=op.f("uq_quiz_pools_quiz_id_position")),
    )
    with op.batch_alter_table("quiz_questions") as batch:
        batch.add_column(sa.Column("pool_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_quiz_questions_pool_id"), "quiz_pools", ["pool_id"], ["id"])


def _paper() -> None:
    op.create_table(
        "quiz_admissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("reason", Characters(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_quiz_admissions_reason")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_admissions_quiz_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_quiz_admissions_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_admissions")),
    )
    op.create_index(op.f("ix_quiz_admissions_quiz_id"), "quiz_admissions", ["quiz_id"])
    op.create_index(op.f("ix_quiz_admissions_registration_id"), "quiz_admissions", ["registration_id"])
    op.create_table(
        "quiz_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("code", Characters(), nullable=False),
        sa.Column("language", Characters(), server_default="km", nullable=False),
        sa.Column("printed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("language IN ('km', 'en')", name=op.f("ck_quiz_sheets_language")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_sheets_quiz_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=op.f("fk_quiz_sheets_registration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_sheets")),
        sa.UniqueConstraint("code", name=op.f("uq_quiz_sheets_code")),
        sa.UniqueConstraint("quiz_id", "registration_id", name=op.f("uq_quiz_sheets_quiz_id_registration_id")),
    )
    op.create_index(op.f("ix_quiz_sheets_registration_id"), "quiz_sheets", ["registration_id"])
    op.create_table(
        "sheet_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("letters", Characters(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["quiz_sheets.id"], name=op.f("fk_sheet_entries_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_entries")),
    )
    op.create_index(op.f("ix_sheet_entries_sheet_id"), "sheet_entries", ["sheet_id"])


def downgrade() -> None:
    """Back to quizzes that are opened by hand and ask everybody the same."""
    append_only.lift(op.get_bind(), ONLY_GROW)
    for name in ("sheet_entries", "quiz_sheets", "quiz_admissions"):
        op.drop_table(name)
    with op.batch_alter_table("quiz_questions") as batch:
        batch.drop_constraint(op.f("fk_quiz_questions_pool_id"), type_="foreignkey")
        batch.drop_column("pool_id")
    op.drop_table("quiz_pools")
    with op.batch_alter_table("quizzes") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_quizzes_{name}"), type_="check")
        for name in (*WORDS, "attempts_allowed", "is_shuffled", *NULLABLE):
            batch.drop_column(name)
