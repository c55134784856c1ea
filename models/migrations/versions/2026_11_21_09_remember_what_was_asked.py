"""Remember what was asked, in a row that can be erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_09"
down_revision = "2026_11_21_08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_request",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(content IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_case_request_erased_at")
        ),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_request_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_case_request")),
    )
    op.execute("GRANT SELECT ON case_request TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT, UPDATE ON case_request TO lipei_activities")


def downgrade() -> None:
    op.drop_table("case_request")
