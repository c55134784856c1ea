"""Keep what a machine read off documents, how their pages look, and what does not fit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_28"
down_revision = "2026_11_22_27"
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
FINDING_KINDS = (
    "SENT_AS_ANOTHER_KIND",
    "IDENTITY_NUMBER_WRONG",
    "CARD_NUMBER_WRONG",
    "LINES_DIFFER",
    "SHARES_DIFFER",
    "READINGS_DIFFER",
    "ANOTHER_PERSON",
    "OUTSIDE_STAY",
    "LISTS_DIFFER",
    "SAME_INVOICE",
    "INVOICE_REVERSED",
    "SAME_PICTURE",
)
GRANTS = (
    "GRANT SELECT ON document_reading, paper_picture, paper_finding TO lipei_activities, lipei_web",
    "GRANT INSERT ON document_reading, paper_picture, paper_finding TO lipei_activities",
    "GRANT UPDATE ON document_reading TO lipei_activities",
)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _of_document(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_document_id")
    return sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "document_reading",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("state", _choice("state", "ORDERED", "READ", "UNREADABLE"), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("kind", _choice("kind", *PAPER_KINDS)),
        sa.Column("content", postgresql.JSONB()),
        sa.Column("problem", sa.String()),
        sa.Column("invoice_key", sa.String()),
        sa.Column("invoice_number", sa.String()),
        sa.Column("reverses", sa.String()),
        sa.CheckConstraint(
            "(state = 'READ') = (content IS NOT NULL)", name=op.f("ck_document_reading_content")
        ),
        _of_document("document_reading"),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_reading")),
    )
    op.create_index(op.f("ix_document_reading_case_number"), "document_reading", ["case_number"])
    for column in ("invoice_key", "invoice_number", "reverses"):
        op.create_index(
            f"ix_document_reading_{column}",
            "document_reading",
            [column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    op.create_table(
        "paper_picture",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("bands", postgresql.ARRAY(sa.String()), nullable=False),
        _of_document("paper_picture"),
        sa.PrimaryKeyConstraint("document_id", "page", name=op.f("pk_paper_picture")),
    )
    op.create_index("ix_paper_picture_bands", "paper_picture", ["bands"], postgresql_using="gin")
    op.create_table(
        "paper_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("kind", *FINDING_KINDS), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("refers", sa.Boolean(), nullable=False),
        sa.Column("detail", postgresql.JSONB(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        _of_document("paper_finding"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_finding")),
    )
    for column in ("case_number", "document_id"):
        op.create_index(op.f(f"ix_paper_finding_{column}"), "paper_finding", [column])
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    for table in ("paper_finding", "paper_picture", "document_reading"):
        op.drop_table(table)
