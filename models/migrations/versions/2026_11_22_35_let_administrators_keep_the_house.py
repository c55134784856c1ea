"""Let administrators keep people and places, write down what they did, and date limits of authority."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_22_35"
down_revision = "2026_11_22_34"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ACTS = (
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
ROLES = (
    "GUARDIAN",
    "HOSPITAL_DESK",
    "INTAKE_CLERK",
    "MEDICAL_REVIEWER",
    "ADJUSTER",
    "TEAM_LEAD",
    "SUPERVISOR",
    "HEAD",
    "ADVANCE_SPECIALIST",
    "FINANCE",
    "COMPLAINT_HANDLER",
    "AUDITOR",
    "ADMINISTRATOR",
    "SYSTEM",
)
GRANTS = (
    "GRANT INSERT, UPDATE ON staff, hospital, network_membership, insurer, authority_limit TO lipei_web",
    "GRANT INSERT, DELETE ON staff_role TO lipei_web",
    "GRANT INSERT ON house_change TO lipei_web",
    "GRANT UPDATE (revoked_at) ON api_token TO lipei_web",
    "GRANT SELECT ON house_change, authority_limit TO lipei_web, lipei_activities",
)
OWN = ("staff", "staff_role", "hospital", "network_membership", "insurer", "api_token")
"""Tables that the web only read before."""


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.add_column(
        "account", sa.Column("password_once", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("account", "password_once", server_default=None)
    op.create_table(
        "house_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("act", _choice("act", ACTS), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("said", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_change")),
    )
    op.create_index("ix_house_change_subject", "house_change", ["subject", "id"])
    op.create_table(
        "authority_limit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("role", _choice("role", ROLES), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_authority_limit_amount")),
        sa.CheckConstraint("confirmed_by <> proposed_by", name=op.f("ck_authority_limit_four_eyes")),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_authority_limit_confirmed")
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_authority_limit_one_end")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_limit")),
    )
    op.create_index("ix_authority_limit_role", "authority_limit", ["role", "from_on"])
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON house_change"
        " FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON house_change"
        " FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    op.execute(f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(OWN)} FROM lipei_web")
    op.execute("REVOKE UPDATE (revoked_at) ON api_token FROM lipei_web")
    op.drop_table("authority_limit")
    op.drop_table("house_change")
    op.drop_column("account", "password_once")
