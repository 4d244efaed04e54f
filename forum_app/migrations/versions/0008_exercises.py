"""Sheets and exhibits of exercises: their versions, their use in a forum, answers and releases."""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GROWING = ["exercise_answers", "exercise_events"]


def upgrade() -> None:
    op.create_table(
        "exercise_sets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", Characters(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("title_km", Characters(), server_default="", nullable=False),
        sa.Column("title_en", Characters(), server_default="", nullable=False),
        sa.Column("task_km", Characters(), server_default="", nullable=False),
        sa.Column("task_en", Characters(), server_default="", nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk_exercise_sets_module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_sets")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_exercise_sets_code_version")),
    )
    op.create_index(op.f("ix_exercise_sets_module_id"), "exercise_sets", ["module_id"])
    op.create_table(
        "exercise_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("code", Characters(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("forum_session_id", sa.Uuid(), nullable=True),
        sa.Column("secret", Characters(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_exercise_runs_forum_id")),
        sa.ForeignKeyConstraint(
            ["forum_session_id"], ["forum_sessions.id"], name=op.f("fk_exercise_runs_forum_session_id")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["exercise_sets.id"], name=op.f("fk_exercise_runs_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_runs")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_exercise_runs_forum_id_code")),
    )
    op.create_index(op.f("ix_exercise_runs_forum_session_id"), "exercise_runs", ["forum_session_id"])
    op.create_index(op.f("ix_exercise_runs_set_id"), "exercise_runs", ["set_id"])
    op.create_table(
        "exercise_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("kind", Characters(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('released', 'taken_back', 'renewed')", name=op.f("ck_exercise_events_kind")),
        sa.ForeignKeyConstraint(["run_id"], ["exercise_runs.id"], name=op.f("fk_exercise_events_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_events")),
    )
    op.create_index(op.f("ix_exercise_events_run_id"), "exercise_events", ["run_id"])
    op.create_table(
        "exercise_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("item", Characters(), nullable=False),
        sa.Column("typed", Characters(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["exercise_runs.id"], name=op.f("fk_exercise_answers_run_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_exercise_answers_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_answers")),
    )
    op.create_index(op.f("ix_exercise_answers_registration_id"), "exercise_answers", ["registration_id"])
    op.create_index("ix_exercise_answers_run_id_registration_id", "exercise_answers", ["run_id", "registration_id"])
    append_only.install(op.get_bind(), GROWING)


def downgrade() -> None:
    for table in ("exercise_answers", "exercise_events", "exercise_runs", "exercise_sets"):
        op.drop_table(table)
