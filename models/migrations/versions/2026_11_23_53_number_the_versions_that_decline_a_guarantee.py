"""Number the versions of a guarantee that declined a change: they never take force."""

from alembic import op

revision = "2026_11_23_53"
down_revision = "2026_11_23_52"
branch_labels = None
depends_on = None

NAME = "ck_guarantee_version_state"
BEFORE = ("IN_FORCE", "SUPERSEDED", "ENDED")


def upgrade() -> None:
    _allow((*BEFORE, "DECLINED"))


def downgrade() -> None:
    op.execute("UPDATE guarantee_version SET state = 'SUPERSEDED' WHERE state = 'DECLINED'")
    _allow(BEFORE)


def _allow(states: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(NAME), "guarantee_version", type_="check")
    op.create_check_constraint(op.f(NAME), "guarantee_version", f"state IN {states}")
