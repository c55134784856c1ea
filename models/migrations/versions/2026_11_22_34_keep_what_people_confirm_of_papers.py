"""Keep what people confirm or correct of what was read off papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_34"
down_revision = "2026_11_22_33"
branch_labels = None
depends_on = None

PAPER_KINDS = (
    "INVOICE",
    "ITEMISED_LIST",
    "DISCHARGE_SUMMARY",
    "DIAGNOSIS_CERTIFICATE",
    "MEDICAL_RECORD",
    "LAB_REPORT",
    "PRESCRIPTION",
    "CLAIM_FORM",
    "IDENTITY_CARD",
    "HOUSEHOLD_REGISTER",
    "BIRTH_CERTIFICATE",
    "BANK_CARD",
    "UNKNOWN",
)
GRANTS = (
    "GRANT SELECT ON reading_confirmation TO lipei_activities, lipei_web",
    "GRANT INSERT ON reading_confirmation TO lipei_activities",
)


def upgrade() -> None:
    op.create_table(
        "reading_confirmation",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*PAPER_KINDS, name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_reading_confirmation_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reading_confirmation")),
    )
    op.create_index(op.f("ix_reading_confirmation_document_id"), "reading_confirmation", ["document_id"])
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    op.drop_table("reading_confirmation")
