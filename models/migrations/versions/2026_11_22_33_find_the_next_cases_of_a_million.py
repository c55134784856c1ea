"""Find a page of the queue among a million cases without sorting them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_33"
down_revision = "2026_11_22_32"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_cases_work",
        "cases",
        [sa.text("priority DESC"), "queue_at", "case_number"],
        postgresql_where=OPEN,
    )
    escalated = sa.text("closed_at IS NULL AND escalated")
    op.create_index("ix_cases_escalated", "cases", ["queue_at"], postgresql_where=escalated)
    closed = sa.text("closed_at IS NOT NULL")
    op.create_index("ix_cases_closed", "cases", ["closed_at"], postgresql_where=closed)


def downgrade() -> None:
    for index in ("ix_cases_closed", "ix_cases_escalated", "ix_cases_work"):
        op.drop_index(index, table_name="cases")
