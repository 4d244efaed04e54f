"""Both languages of every text of the course, and what translators send back.

What a module knew about its two sides as a whole goes; the next `flask content load` (every start does it) begins to
watch each text. Until then nothing counts as outdated.
"""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _word(name: str) -> "sa.Column[str]":
    return sa.Column(name, Characters(), nullable=False)


def upgrade() -> None:
    _make_units()
    _make_batches()
    op.create_table(
        "text_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        _word("key"),
        _word("language"),
        _text("source"),
        _text("before"),
        _text("after"),
        _word("was_outdated"),
        _word("note"),
        sa.ForeignKeyConstraint(["batch_id"], ["text_batches.id"], name=op.f("fk_text_corrections_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_corrections")),
        sa.UniqueConstraint("batch_id", "key", name=op.f("uq_text_corrections_batch_id_key")),
    )
    op.create_index(op.f("ix_text_corrections_batch_id"), "text_corrections", ["batch_id"])
    op.create_index(op.f("ix_text_corrections_key"), "text_corrections", ["key"])
    append_only.install(op.get_bind(), ["text_corrections"])
    with op.batch_alter_table("modules") as modules:
        modules.drop_column("hash_km")
        modules.drop_column("hash_en")


def _make_units() -> None:
    op.create_table(
        "text_units",
        sa.Column("id", sa.Uuid(), nullable=False),
        _word("key"),
        _word("area"),
        sa.Column("position", sa.Integer(), nullable=False),
        _word("mark"),
        _text("km"),
        _text("en"),
        _text("file_km"),
        _text("file_en"),
        _word("outdated"),
        sa.CheckConstraint("outdated IN ('', 'km', 'en')", name=op.f("ck_text_units_outdated")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_units")),
        sa.UniqueConstraint("key", name=op.f("uq_text_units_key")),
    )
    op.create_index(op.f("ix_text_units_area"), "text_units", ["area"])
    op.create_table(
        "text_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        _word("area"),
        _word("hash_km"),
        _word("hash_en"),
        _word("outdated"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_pairs")),
        sa.UniqueConstraint("area", "hash_km", "hash_en", name=op.f("uq_text_pairs_area_hash_km_hash_en")),
    )


def _make_batches() -> None:
    op.create_table(
        "text_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        _word("language"),
        _word("state"),
        sa.Column("rows", sa.JSON(), nullable=False),
        _word("source_name"),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        _word("made_by"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'applied', 'undone', 'discarded')", name=op.f("ck_text_batches_state")),
        sa.CheckConstraint("language IN ('km', 'en')", name=op.f("ck_text_batches_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_batches")),
    )


def downgrade() -> None:
    with op.batch_alter_table("modules") as modules:
        modules.add_column(sa.Column("hash_km", Characters(), nullable=False, server_default=""))
        modules.add_column(sa.Column("hash_en", Characters(), nullable=False, server_default=""))
    for table in ("text_corrections", "text_batches", "text_pairs", "text_units"):
        op.drop_table(table)
