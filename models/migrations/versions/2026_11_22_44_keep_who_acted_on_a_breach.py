"""Keep who recorded a breach of data, and who did what about it: three more acts of the house."""

from alembic import op

revision = "2026_11_22_44"
down_revision = "2026_11_22_43"
branch_labels = None
depends_on = None

NAME = "ck_house_change_act"
BEFORE = (
    "CREATE_PERSON",
    "CHANGE_PERSON",
    "CLOSE_PERSON",
    "REOPEN_PERSON",
    "MAKE_ACCOUNT",
    "CLOSE_ACCOUNT",
    "NEW_PASSWORD",
    "RESET_SECOND_FACTOR",
    "SAVE_HOSPITAL",
    "ADD_MEMBERSHIP",
    "END_MEMBERSHIP",
    "SAVE_INSURER",
    "PROPOSE_AUTHORITY",
    "CONFIRM_AUTHORITY",
    "WITHDRAW_AUTHORITY",
    "SKIP_TIME",
)
MORE = ("RECORD_INCIDENT", "FOLLOW_INCIDENT", "TELL_GUARDIANS")


def upgrade() -> None:
    _allow((*BEFORE, *MORE))


def downgrade() -> None:
    op.execute("ALTER TABLE house_change DISABLE TRIGGER append_only")
    op.execute(
        "DELETE FROM house_change WHERE act IN ('RECORD_INCIDENT', 'FOLLOW_INCIDENT', 'TELL_GUARDIANS')"
    )
    op.execute("ALTER TABLE house_change ENABLE TRIGGER append_only")
    _allow(BEFORE)


def _allow(acts: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(NAME), "house_change", type_="check")
    op.create_check_constraint(op.f(NAME), "house_change", f"act IN {acts}")
