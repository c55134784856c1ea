"""Give a policy one year: corrected dates must not open a second one with limits of its own."""

from alembic import op

revision = "2026_11_21_12"
down_revision = "2026_11_21_11"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("uq_member_year_policy_id_starts_on"), "member_year", type_="unique")
    op.create_unique_constraint(op.f("uq_member_year_policy_id"), "member_year", ["policy_id"])


def downgrade() -> None:
    op.drop_constraint(op.f("uq_member_year_policy_id"), "member_year", type_="unique")
    op.create_unique_constraint(
        op.f("uq_member_year_policy_id_starts_on"), "member_year", ["policy_id", "starts_on"]
    )
