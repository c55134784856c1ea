"""Let clocks run on where the decision that ended them was taken back, and know such a decision."""

from alembic import op

revision = "2026_11_23_50"
down_revision = "2026_11_23_49"
branch_labels = None
depends_on = None

NAME = "ck_clock_interval_began"
BEGAN = ("STARTED", "ASKED", "ANSWERED", "CALENDAR", "URGENCY")

STANDS = """
CREATE FUNCTION decision_stands(made decision) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM case_event AS undone
        WHERE undone.case_number = made.case_number AND undone.kind = 'DECISION_TAKEN_BACK'
            AND (undone.detail ->> 'decided_at')::timestamptz = made.decided_at
    )
$$
"""


def upgrade() -> None:
    _allow((*BEGAN, "TAKEN_BACK"))
    op.execute(STANDS)


def downgrade() -> None:
    op.execute("DROP FUNCTION decision_stands(decision)")
    op.execute("UPDATE clock_interval SET began = 'ANSWERED' WHERE began = 'TAKEN_BACK'")
    _allow(BEGAN)


def _allow(began: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(NAME), "clock_interval", type_="check")
    op.create_check_constraint(op.f(NAME), "clock_interval", f"began IN {began}")
