"""Find closed cases whose history is not kept: the few among all that ever closed."""

from alembic import op

revision = "2026_11_22_42"
down_revision = "2026_11_22_41"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_cases_history_unkept ON cases (closed_at)"
        " WHERE closed_at IS NOT NULL AND history_object_key IS NULL"
    )


def downgrade() -> None:
    op.drop_index("ix_cases_history_unkept", "cases")
