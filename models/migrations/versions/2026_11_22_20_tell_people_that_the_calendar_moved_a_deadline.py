"""Tell people that the calendar moved a deadline of theirs: one more kind of notification."""

from alembic import op

revision = "2026_11_22_20"
down_revision = "2026_11_22_19"
branch_labels = None
depends_on = None

NAME = "ck_notification_kind"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "notification", type_="check")
    op.create_check_constraint(op.f(NAME), "notification", "kind IN ('ESCALATION', 'DEALT', 'CALENDAR')")


def downgrade() -> None:
    op.execute("DELETE FROM notification WHERE kind = 'CALENDAR'")
    op.drop_constraint(op.f(NAME), "notification", type_="check")
    op.create_check_constraint(op.f(NAME), "notification", "kind IN ('ESCALATION', 'DEALT')")
