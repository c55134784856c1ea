"""Give out the next case: who works on which case just now, and what was left to others."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_24"
down_revision = "2026_11_22_23"
branch_labels = None
depends_on = None

GRANTS = (
    "GRANT SELECT ON case_lease, case_skip TO lipei_activities, lipei_web",
    "GRANT INSERT, UPDATE, DELETE ON case_lease TO lipei_web",
    "GRANT INSERT ON case_skip TO lipei_web",
)


def upgrade() -> None:
    op.create_table(
        "case_lease",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_lease_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_case_lease")),
    )
    op.create_index(op.f("ix_case_lease_holder"), "case_lease", ["holder"])
    op.create_table(
        "case_skip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state_version", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_skip_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_skip")),
    )
    op.create_index(op.f("ix_case_skip_case_number"), "case_skip", ["case_number"])
    op.create_index("ix_case_skip_person", "case_skip", ["person", "case_number"])
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    op.drop_table("case_skip")
    op.drop_table("case_lease")
