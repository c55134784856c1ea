"""End a guarantee with a final version, and know every event of its history."""

from alembic import op

revision = "2026_11_23_48"
down_revision = "2026_11_23_47"
branch_labels = None
depends_on = None

NAME = "ck_guarantee_version_kind"
CHANGES = ("INITIAL", "RAISED", "REDUCED", "EXTENDED", "RAISED_AND_EXTENDED")


def upgrade() -> None:
    _allow((*CHANGES, "FINAL", "DECLINED", "CANCELLED", "EXPIRED"))


def downgrade() -> None:
    op.execute("UPDATE guarantee_version SET kind = 'REDUCED' WHERE kind = 'FINAL'")
    _allow((*CHANGES, "CANCELLED"))


def _allow(kinds: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(NAME), "guarantee_version", type_="check")
    op.create_check_constraint(op.f(NAME), "guarantee_version", f"kind IN {kinds}")
