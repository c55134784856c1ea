"""Know requests of families as cases: appointments, complaints, enquiries, consultations, arrangements."""

from alembic import op

revision = "2026_11_22_21"
down_revision = "2026_11_22_20"
branch_labels = None
depends_on = None

BEFORE = ("PA", "DB", "RC", "AD")
NOW = (*BEFORE, "AP", "CP", "EQ", "TC", "VA", "OS", "BT", "DS")
TABLES = ("cases", "intake")


def upgrade() -> None:
    _allow(NOW)


def downgrade() -> None:
    _allow(BEFORE)


def _allow(processes: tuple[str, ...]) -> None:
    named = ", ".join(f"'{process}'" for process in processes)
    for table in TABLES:
        op.drop_constraint(op.f(f"ck_{table}_process"), table)
        op.create_check_constraint(op.f(f"ck_{table}_process"), table, f"process IN ({named})")
