"""Know what a hospital or a family was paid above the determination: one more kind of receivable."""

from alembic import op

revision = "2026_11_22_45"
down_revision = "2026_11_22_44"
branch_labels = None
depends_on = None

NAME = "ck_receivable_kind"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "receivable", type_="check")
    op.create_check_constraint(
        op.f(NAME), "receivable", "kind IN ('COPAY', 'REFUND', 'RECOVERY', 'OVERPAYMENT')"
    )


def downgrade() -> None:
    op.execute("UPDATE receivable SET kind = 'RECOVERY' WHERE kind = 'OVERPAYMENT'")
    op.drop_constraint(op.f(NAME), "receivable", type_="check")
    op.create_check_constraint(op.f(NAME), "receivable", "kind IN ('COPAY', 'REFUND', 'RECOVERY')")
