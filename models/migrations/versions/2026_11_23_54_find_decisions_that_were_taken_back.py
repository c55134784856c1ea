"""Find the few decisions that were taken back among all that happened."""

from alembic import op

revision = "2026_11_23_54"
down_revision = "2026_11_23_53"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_case_event_taken_back ON case_event (case_number) WHERE kind = 'DECISION_TAKEN_BACK'"
    )


def downgrade() -> None:
    op.drop_index("ix_case_event_taken_back", "case_event")
