"""Count whom open cases wait for without looking at the others."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_52"
down_revision = "2026_11_23_51"
branch_labels = None
depends_on = None

_ON_US = "closed_at IS NULL AND (waiting_on IS NULL OR waiting_on = 'US')"
_ON_THEM = "closed_at IS NULL AND NOT (waiting_on IS NULL OR waiting_on = 'US')"


def upgrade() -> None:
    for name, which in (("ix_cases_on_us", _ON_US), ("ix_cases_on_them", _ON_THEM)):
        op.create_index(
            name,
            "cases",
            [sa.text("priority DESC"), "queue_at", "case_number"],
            postgresql_where=sa.text(which),
        )


def downgrade() -> None:
    for name in ("ix_cases_on_them", "ix_cases_on_us"):
        op.drop_index(name, "cases")
