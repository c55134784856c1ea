"""Find the files that no scanner has judged among all that were sent in."""

from alembic import op

revision = "2026_11_23_49"
down_revision = "2026_11_23_48"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_upload_not_scanned ON upload (id) WHERE scan_status = 'NOT_SCANNED'")


def downgrade() -> None:
    op.drop_index("ix_upload_not_scanned", "upload")
