"""Keep the clinic brand that a family chose before its first visit; the web writes it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_25"
down_revision = "2026_11_22_24"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brand_choice",
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column(
            "benefit",
            sa.Enum(
                "OUTPATIENT_EMERGENCY",
                "INPATIENT",
                "DENTAL",
                "VACCINE",
                name="benefit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_brand_choice_policy_id")),
        sa.PrimaryKeyConstraint("policy_id", "benefit", name=op.f("pk_brand_choice")),
    )
    op.execute("GRANT SELECT ON brand_choice TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT, UPDATE ON brand_choice TO lipei_web")


def downgrade() -> None:
    op.drop_table("brand_choice")
