"""Keep bills of hospitals version by version, and let the worker grey and lift electronic cards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_19"
down_revision = "2026_11_22_18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hospital_bill",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("billed", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('VISIT', 'INTERIM', 'DISCHARGE', 'FINAL', 'CORRECTION')",
            name=op.f("ck_hospital_bill_kind"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_hospital_bill_version")),
        sa.CheckConstraint("billed >= 0", name=op.f("ck_hospital_bill_billed")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_hospital_bill_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", "version", name=op.f("pk_hospital_bill")),
    )
    op.execute("GRANT SELECT ON hospital_bill TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT ON hospital_bill TO lipei_activities")
    op.execute("GRANT UPDATE (status, suspended_at, suspension_reason) ON e_card TO lipei_activities")


def downgrade() -> None:
    op.execute("REVOKE UPDATE (status, suspended_at, suspension_reason) ON e_card FROM lipei_activities")
    op.drop_table("hospital_bill")
