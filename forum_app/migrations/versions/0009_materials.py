"""Versions of files, folders, limits, files that are held, and who was given what is restricted.

Every file that a material has becomes its first version; who brought it was not written down before.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from forum_app.kernel import append_only
from forum_app.kernel.database import Characters, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LANGUAGE = "language IN ('km', 'en')"
GROWING = ["handed_copies", "material_versions"]

MATERIALS = sa.table(
    "materials",
    sa.column("id", sa.Uuid()),
    sa.column("file_km_id", sa.Uuid()),
    sa.column("file_en_id", sa.Uuid()),
    sa.column("created_at", UtcDateTime()),
)
VERSIONS = sa.table(
    "material_versions",
    sa.column("id", sa.Uuid()),
    sa.column("material_id", sa.Uuid()),
    sa.column("language", Characters()),
    sa.column("number", sa.Integer()),
    sa.column("file_id", sa.Uuid()),
    sa.column("uploaded_at", UtcDateTime()),
    sa.column("removed", sa.JSON()),
)


def upgrade() -> None:
    _make_folders()
    _make_limits()
    with op.batch_alter_table("materials") as batch:
        batch.add_column(sa.Column("folder_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("law_only", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_foreign_key(op.f("fk_materials_folder_id"), "material_folders", ["folder_id"], ["id"])
    with op.batch_alter_table("materials") as batch:
        batch.alter_column("law_only", server_default=None)
        batch.create_index(op.f("ix_materials_folder_id"), ["folder_id"])
    _make_versions()
    _make_held()
    _make_handed()
    _keep_first_versions()
    append_only.install(op.get_bind(), GROWING)


def _make_folders() -> None:
    op.create_table(
        "material_folders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("title_km", Characters(), server_default="", nullable=False),
        sa.Column("title_en", Characters(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_material_folders_forum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_folders")),
    )
    op.create_index(op.f("ix_material_folders_forum_id"), "material_folders", ["forum_id"])


def _make_limits() -> None:
    op.create_table(
        "material_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("most_file_mb", sa.Integer(), nullable=False),
        sa.Column("quota_mb", sa.Integer(), nullable=False),
        sa.CheckConstraint("most_file_mb BETWEEN 1 AND 100", name=op.f("ck_material_settings_most_file_mb")),
        sa.CheckConstraint("quota_mb BETWEEN 1 AND 100000", name=op.f("ck_material_settings_quota_mb")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_material_settings_forum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_settings")),
        sa.UniqueConstraint("forum_id", name=op.f("uq_material_settings_forum_id")),
    )


def _make_versions() -> None:
    op.create_table(
        "material_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("material_id", sa.Uuid(), nullable=False),
        sa.Column("language", Characters(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.CheckConstraint(LANGUAGE, name=op.f("ck_material_versions_language")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_material_versions_file_id")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_material_versions_material_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name=op.f("fk_material_versions_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_versions")),
        sa.UniqueConstraint("file_id", name=op.f("uq_material_versions_file_id")),
        sa.UniqueConstraint(
            "material_id", "language", "number", name=op.f("uq_material_versions_material_id_language_number")
        ),
    )


def _make_held() -> None:
    op.create_table(
        "held_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("material_id", sa.Uuid(), nullable=True),
        sa.Column("language", Characters(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("name", Characters(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("reason", Characters(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("outcome", Characters(), nullable=True),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(LANGUAGE, name=op.f("ck_held_uploads_language")),
        sa.CheckConstraint("outcome IN ('released', 'removed')", name=op.f("ck_held_uploads_outcome")),
        sa.CheckConstraint("reason IN ('crashed', 'slow')", name=op.f("ck_held_uploads_reason")),
        sa.CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_held_uploads_settled")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_held_uploads_file_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_held_uploads_forum_id")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_held_uploads_material_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name=op.f("fk_held_uploads_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_uploads")),
    )
    op.create_index(op.f("ix_held_uploads_forum_id"), "held_uploads", ["forum_id"])
    op.create_index(op.f("ix_held_uploads_material_id"), "held_uploads", ["material_id"])


def _make_handed() -> None:
    op.create_table(
        "handed_copies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("material_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("language", Characters(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("stamp", Characters(), nullable=False),
        sa.Column("sha256", Characters(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint(LANGUAGE, name=op.f("ck_handed_copies_language")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_handed_copies_file_id")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_handed_copies_material_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_handed_copies_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_copies")),
    )
    for column in ("material_id", "person_id", "sha256"):
        op.create_index(op.f(f"ix_handed_copies_{column}"), "handed_copies", [column])


def _keep_first_versions() -> None:
    connection = op.get_bind()
    rows = [
        {
            "id": uuid4(),
            "material_id": material.id,
            "language": language,
            "number": 1,
            "file_id": file_id,
            "uploaded_at": material.created_at,
            "removed": [],
        }
        for material in connection.execute(sa.select(MATERIALS))
        for language, file_id in (("km", material.file_km_id), ("en", material.file_en_id))
        if file_id is not None
    ]
    if rows:
        connection.execute(sa.insert(VERSIONS), rows)


def downgrade() -> None:
    append_only.lift(op.get_bind(), GROWING)
    for name in ("handed_copies", "held_uploads", "material_versions"):
        op.drop_table(name)
    with op.batch_alter_table("materials") as batch:
        batch.drop_index(op.f("ix_materials_folder_id"))
    with op.batch_alter_table("materials") as batch:
        batch.drop_constraint(op.f("fk_materials_folder_id"), type_="foreignkey")
        batch.drop_column("law_only")
        batch.drop_column("folder_id")
    op.drop_table("material_settings")
    op.drop_table("material_folders")
