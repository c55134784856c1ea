"""Keep what somebody has entered in the form of a new request; the web writes it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_56"
down_revision = "2026_11_23_55"
branch_labels = None
depends_on = None

GRANTS = (
    "GRANT SELECT ON request_draft TO lipei_activities, lipei_web",
    "GRANT INSERT, UPDATE, DELETE ON request_draft TO lipei_web",
)


def upgrade() -> None:
    op.create_table(
        "request_draft",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "what", name=op.f("pk_request_draft")),
    )
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    op.drop_table("request_draft")
