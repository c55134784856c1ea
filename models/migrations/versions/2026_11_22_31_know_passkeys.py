"""Know the passkeys of accounts, and what a session was last asked to sign."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_31"
down_revision = "2026_11_22_30"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ASKED = op.f("ck_web_session_challenge")


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_sign_count")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"])
    op.add_column("web_session", sa.Column("challenge", sa.LargeBinary(), nullable=True))
    op.add_column("web_session", sa.Column("challenge_until", INSTANT, nullable=True))
    op.create_check_constraint(ASKED, "web_session", "(challenge IS NULL) = (challenge_until IS NULL)")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON passkey TO lipei_web")


def downgrade() -> None:
    op.drop_constraint(ASKED, "web_session", type_="check")
    op.drop_column("web_session", "challenge_until")
    op.drop_column("web_session", "challenge")
    op.drop_table("passkey")
