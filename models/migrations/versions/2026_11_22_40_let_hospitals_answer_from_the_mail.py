"""Let hospitals answer a guarantee letter from its mail: the hash of the link, and how an answer came."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_40"
down_revision = "2026_11_22_39"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter_delivery", sa.Column("answer_hash", sa.String(), nullable=True))
    op.create_unique_constraint(op.f("uq_letter_delivery_answer_hash"), "letter_delivery", ["answer_hash"])
    op.add_column("guarantee_version", sa.Column("answered_way", sa.String(length=40), nullable=True))
    op.create_check_constraint(
        op.f("ck_guarantee_version_answered_way"), "guarantee_version", "answered_way IN ('PORTAL', 'MAIL')"
    )
    op.execute("UPDATE guarantee_version SET answered_way = 'PORTAL' WHERE answer IS NOT NULL")


def downgrade() -> None:
    op.drop_column("guarantee_version", "answered_way")
    op.drop_column("letter_delivery", "answer_hash")
