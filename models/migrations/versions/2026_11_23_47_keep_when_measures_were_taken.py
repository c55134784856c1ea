"""Keep when the measures against a breach of data were taken, and by whom they came on record.

What is on record already is told by the house's own record, where that knows it.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_47"
down_revision = "2026_11_22_46"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("measures_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("incident", sa.Column("measures_by", sa.String(), nullable=True))
    op.execute(
        """
        UPDATE incident SET measures_at = first.at, measures_by = first.actor
        FROM (
            SELECT DISTINCT ON (subject) subject, at, actor FROM house_change
            WHERE act = 'FOLLOW_INCIDENT' AND said -> 'changed' @> '"measures"'
            ORDER BY subject, id
        ) AS first
        WHERE first.subject = 'incident:' || incident.id AND measures <> ''
        """
    )


def downgrade() -> None:
    op.drop_column("incident", "measures_by")
    op.drop_column("incident", "measures_at")
