"""Find invoices that stand behind the first paper of a file."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_43"
down_revision = "2026_11_22_42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_reading", sa.Column("others_known_by", postgresql.ARRAY(sa.String())))
    op.create_index(
        "ix_document_reading_others_known_by",
        "document_reading",
        ["others_known_by"],
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index("ix_document_reading_others_known_by", "document_reading")
    op.drop_column("document_reading", "others_known_by")
