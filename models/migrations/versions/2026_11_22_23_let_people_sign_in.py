"""Let people sign in: accounts with passwords, sessions of browsers, codes to phones, failed attempts."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_23"
down_revision = "2026_11_22_22"
branch_labels = None
depends_on = None

KINDS = ("GUARDIAN", "HOSPITAL", "STAFF", "SYSTEM")
GRANTS = (
    "GRANT SELECT, INSERT, UPDATE ON account, web_session, phone_code TO lipei_web",
    "GRANT SELECT, INSERT, DELETE ON sign_in_failure TO lipei_web",
)


def _kind() -> sa.Enum:
    return sa.Enum(*KINDS, name="principal_kind", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("principal_kind", _kind(), nullable=False),
        sa.Column("principal_id", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_factor", sa.LargeBinary(), nullable=True),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor_step", sa.BigInteger(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("principal_kind IN ('HOSPITAL', 'STAFF')", name=op.f("ck_account_with_password")),
        sa.CheckConstraint("name = lower(name)", name=op.f("ck_account_name_in_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "web_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("principal_kind", _kind(), nullable=False),
        sa.Column("principal_id", sa.String(), nullable=False),
        sa.Column("waits_for_code", sa.Boolean(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_web_session_secret_sha256")),
    )
    op.create_index(
        "ix_web_session_open",
        "web_session",
        ["principal_kind", "principal_id"],
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index("ix_sign_in_failure_subject", "sign_in_failure", ["subject", "at"])
    op.create_table(
        "phone_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["guardian_id"], ["guardian.id"], name=op.f("fk_phone_code_guardian_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_code")),
    )
    op.create_index(op.f("ix_phone_code_guardian_id"), "phone_code", ["guardian_id"])
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    for table in ("phone_code", "sign_in_failure", "web_session", "account"):
        op.drop_table(table)
