"""Confirm papers that stand behind the first one of their file."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_46"
down_revision = "2026_11_22_45"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reading_confirmation",
        sa.Column("from_page", sa.SmallInteger(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_column("reading_confirmation", "from_page")
