"""Ask no consent to setting debts off: nothing is ever taken off a payment to a family."""

from alembic import op

revision = "2026_11_23_55"
down_revision = "2026_11_23_54"
branch_labels = None
depends_on = None

BEFORE = ("CLAIM_HANDLING", "MEDICAL_RECORDS", "ADVANCE_SERVICE", "SET_OFF", "VACCINE_REMINDERS")
AFTER = tuple(purpose for purpose in BEFORE if purpose != "SET_OFF")


def upgrade() -> None:
    op.execute("DELETE FROM consent WHERE purpose = 'SET_OFF'")
    _one_of(AFTER)


def downgrade() -> None:
    _one_of(BEFORE)


def _one_of(values: tuple[str, ...]) -> None:
    named = ", ".join(f"'{value}'" for value in values)
    op.drop_constraint(op.f("ck_consent_purpose"), "consent")
    op.create_check_constraint(op.f("ck_consent_purpose"), "consent", f"purpose IN ({named})")
