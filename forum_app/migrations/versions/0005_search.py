"""Search by any part of a word: one row for each paragraph and term, with a full-text index beside it.

The keys that modules held for searching go; the next `flask content load` (every start does it) fills the passages.
"""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import full_text
from forum_app.kernel.database import Characters

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", Characters(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('km', 'en')", name=op.f("ck_passages_language")),
        sa.CheckConstraint("(module_id IS NULL) <> (term_id IS NULL)", name=op.f("ck_passages_owner")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk_passages_module_id")),
        sa.ForeignKeyConstraint(["term_id"], ["glossary_terms.id"], name=op.f("fk_passages_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_module_id"), "passages", ["module_id"])
    op.create_index(op.f("ix_passages_term_id"), "passages", ["term_id"])
    full_text.install(op.get_bind(), "passages", "key")
    with op.batch_alter_table("modules") as modules:
        modules.drop_column("search_km")
        modules.drop_column("search_en")


def downgrade() -> None:
    with op.batch_alter_table("modules") as modules:
        modules.add_column(sa.Column("search_km", sa.Text(), nullable=False, server_default=""))
        modules.add_column(sa.Column("search_en", sa.Text(), nullable=False, server_default=""))
    full_text.remove(op.get_bind(), "passages", "key")
    op.drop_table("passages")
