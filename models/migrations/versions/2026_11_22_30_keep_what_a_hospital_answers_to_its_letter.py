"""Keep what a hospital says to a version of its guarantee letter."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_30"
down_revision = "2026_11_22_29"
branch_labels = None
depends_on = None

ANSWER, ANSWERED = op.f("ck_guarantee_version_answer"), op.f("ck_guarantee_version_answered")


def upgrade() -> None:
    op.add_column("guarantee_version", sa.Column("answer", sa.String(length=40), nullable=True))
    op.add_column("guarantee_version", sa.Column("answered_by", sa.String(), nullable=True))
    op.add_column("guarantee_version", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(ANSWER, "guarantee_version", "answer IN ('ACKNOWLEDGED', 'DECLINED')")
    op.create_check_constraint(ANSWERED, "guarantee_version", "(answer IS NULL) = (answered_at IS NULL)")


def downgrade() -> None:
    op.drop_constraint(ANSWERED, "guarantee_version", type_="check")
    op.drop_constraint(ANSWER, "guarantee_version", type_="check")
    for column in ("answered_at", "answered_by", "answer"):
        op.drop_column("guarantee_version", column)
