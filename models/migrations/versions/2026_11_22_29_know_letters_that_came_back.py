"""Know letters that came back: one more state of a delivery, which keeps when the mail was taken."""

from alembic import op

revision = "2026_11_22_29"
down_revision = "2026_11_22_28"
branch_labels = None
depends_on = None

TABLE = "letter_delivery"


def upgrade() -> None:
    _restate(
        "state IN ('WAITING', 'SENT', 'FAILED', 'BOUNCED')",
        "state = 'BOUNCED' OR (state = 'SENT') = (sent_at IS NOT NULL)",
    )


def downgrade() -> None:
    op.execute("UPDATE letter_delivery SET state = 'FAILED', sent_at = NULL WHERE state = 'BOUNCED'")
    _restate("state IN ('WAITING', 'SENT', 'FAILED')", "(state = 'SENT') = (sent_at IS NOT NULL)")


def _restate(state: str, sent_at: str) -> None:
    for name, condition in (("ck_letter_delivery_state", state), ("ck_letter_delivery_sent_at", sent_at)):
        op.drop_constraint(op.f(name), TABLE, type_="check")
        op.create_check_constraint(op.f(name), TABLE, condition)
