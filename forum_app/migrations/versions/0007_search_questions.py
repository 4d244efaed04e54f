"""Find questions by any part of a word, and tell case files of the course from those written here.

The keys for searching are filled by the next `flask content load` (every start does it).
"""

import sqlalchemy as sa
from alembic import op

from forum_app.kernel.database import Characters

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("questions") as questions:
        questions.add_column(sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("exhibits") as exhibits:
        exhibits.add_column(sa.Column("origin", Characters(), nullable=False, server_default="course"))


def downgrade() -> None:
    with op.batch_alter_table("exhibits") as exhibits:
        exhibits.drop_column("origin")
    with op.batch_alter_table("questions") as questions:
        questions.drop_column("search_key")
