"""Files of questions that wait to be taken over."""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel.database import Characters, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", Characters(), nullable=False),
        sa.Column("source_name", Characters(), nullable=False),
        sa.Column("module", Characters(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("question_ids", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'confirmed', 'discarded', 'undone')", name=op.f("ck_question_imports_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_imports")),
    )


def downgrade() -> None:
    op.drop_table("question_imports")
