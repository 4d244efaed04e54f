"""Live quizzes, the question wall and one-tap signals."""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "live_runs",
        _id(),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("code", Characters(), nullable=False),
        sa.Column("phase", Characters(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("allows_guests", sa.Boolean(), nullable=False),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "phase IN ('lobby', 'asking', 'closed', 'explained', 'ended')", name=op.f("ck_live_runs_phase")
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_live_runs_position")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_live_runs_forum_id")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_live_runs_quiz_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_runs")),
        sa.UniqueConstraint("code", name=op.f("uq_live_runs_code")),
        sa.UniqueConstraint("quiz_id", name=op.f("uq_live_runs_quiz_id")),
    )
    op.create_index(op.f("ix_live_runs_forum_id"), "live_runs", ["forum_id"])
    op.create_table(
        "live_steps",
        _id(),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("phase", Characters(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["live_runs.id"], name=op.f("fk_live_steps_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_steps")),
        sa.UniqueConstraint("run_id", "step", name=op.f("uq_live_steps_run_id_step")),
    )
    append_only.install(op.get_bind(), ["live_steps"])
    _guests()
    _wall()


def _guests() -> None:
    op.create_table(
        "live_guests",
        _id(),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", Characters(), nullable=False),
        sa.Column("joined_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["live_runs.id"], name=op.f("fk_live_guests_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_guests")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_live_guests_token_hash")),
    )
    op.create_index(op.f("ix_live_guests_run_id"), "live_guests", ["run_id"])
    op.create_table(
        "live_guest_answers",
        _id(),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("language", Characters(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["guest_id"], ["live_guests.id"], name=op.f("fk_live_guest_answers_guest_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_live_guest_answers_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_guest_answers")),
        sa.UniqueConstraint("guest_id", "question_id", name=op.f("uq_live_guest_answers_guest_id_question_id")),
    )
    op.create_index(op.f("ix_live_guest_answers_question_id"), "live_guest_answers", ["question_id"])


def _wall() -> None:
    op.create_table(
        "wall_questions",
        _id(),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("forum_session_id", sa.Uuid(), nullable=False),
        sa.Column("text_km", Characters(), server_default="", nullable=False),
        sa.Column("text_en", Characters(), server_default="", nullable=False),
        sa.Column("state", Characters(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'shown', 'answered', 'hidden')", name=op.f("ck_wall_questions_state")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_wall_questions_forum_id")),
        sa.ForeignKeyConstraint(
            ["forum_session_id"], ["forum_sessions.id"], name=op.f("fk_wall_questions_forum_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_questions")),
    )
    op.create_index(op.f("ix_wall_questions_forum_id"), "wall_questions", ["forum_id"])
    op.create_index(op.f("ix_wall_questions_forum_session_id"), "wall_questions", ["forum_session_id"])
    op.create_table(
        "wall_supports",
        _id(),
        sa.Column("wall_question_id", sa.Uuid(), nullable=False),
        sa.Column("voter", Characters(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wall_question_id"], ["wall_questions.id"], name=op.f("fk_wall_supports_wall_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_supports")),
        sa.UniqueConstraint("wall_question_id", "voter", name=op.f("uq_wall_supports_wall_question_id_voter")),
    )
    op.create_table(
        "live_signals",
        _id(),
        sa.Column("forum_session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", Characters(), nullable=False),
        sa.Column("window_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("voter", Characters(), nullable=False),
        sa.CheckConstraint("kind IN ('fast', 'unclear')", name=op.f("ck_live_signals_kind")),
        sa.ForeignKeyConstraint(
            ["forum_session_id"], ["forum_sessions.id"], name=op.f("fk_live_signals_forum_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_signals")),
        sa.UniqueConstraint(
            "forum_session_id", "kind", "voter", name=op.f("uq_live_signals_forum_session_id_kind_voter")
        ),
    )
    op.create_index(op.f("ix_live_signals_forum_session_id"), "live_signals", ["forum_session_id"])


def downgrade() -> None:
    append_only.lift(op.get_bind(), ["live_steps"])
    for table in (
        "live_signals",
        "wall_supports",
        "wall_questions",
        "live_guest_answers",
        "live_guests",
        "live_steps",
        "live_runs",
    ):
        op.drop_table(table)
