"""Keep the pages of files that were sent in, and remember files that come in parts; the web writes both."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_26"
down_revision = "2026_11_22_25"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload_page",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("object_key", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_upload_page_number")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_page_upload_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_page")),
    )
    op.create_table(
        "unfinished_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("object_key", sa.String(), nullable=False),
        sa.Column("store_reference", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_unfinished_upload_size_bytes")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_unfinished_upload_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfinished_upload")),
    )
    op.create_index(op.f("ix_unfinished_upload_principal"), "unfinished_upload", ["principal"])
    op.create_index(op.f("ix_unfinished_upload_begun_at"), "unfinished_upload", ["begun_at"])
    op.execute("GRANT SELECT ON upload_page, unfinished_upload TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT, UPDATE, DELETE ON upload_page, unfinished_upload TO lipei_web")


def downgrade() -> None:
    op.drop_table("unfinished_upload")
    op.drop_table("upload_page")
