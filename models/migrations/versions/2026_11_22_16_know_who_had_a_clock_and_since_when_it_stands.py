"""Know who had a clock while it ran, and since when it stands still: reports read both.

What ended before has the assignee of its case. Two indexes find what was due or done in a period.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_16"
down_revision = "2026_11_22_15"
branch_labels = None
depends_on = None

FILL = """
UPDATE clock SET
    assignee = (SELECT cases.assignee FROM cases WHERE cases.case_number = clock.case_number),
    held_since = (
        SELECT min((pause ->> 'from_at')::timestamptz) FROM jsonb_array_elements(clock.intervals) AS pause
        WHERE (pause ->> 'to_at' IS NULL OR (pause ->> 'to_at')::timestamptz = clock.stopped_at)
        HAVING min((pause ->> 'from_at')::timestamptz) < clock.due_at
    )
"""


def upgrade() -> None:
    op.add_column("clock", sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("clock", sa.Column("assignee", sa.String(), nullable=True))
    op.execute(FILL)
    op.create_index("ix_clock_due", "clock", ["due_at"])
    op.create_index("ix_clock_stopped", "clock", ["stopped_at"])
    op.create_index("ix_clock_open", "clock", ["case_number"], postgresql_where=sa.text("stopped_at IS NULL"))


def downgrade() -> None:
    op.drop_index("ix_clock_open", table_name="clock")
    op.drop_index("ix_clock_stopped", table_name="clock")
    op.drop_index("ix_clock_due", table_name="clock")
    op.drop_column("clock", "assignee")
    op.drop_column("clock", "held_since")
