"""Take papers by mail: addresses of cases, and the mails that came to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_41"
down_revision = "2026_11_22_40"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = ("GUARDIAN", "HOSPITAL", "STAFF", "SYSTEM")
OUTCOMES = (
    "TAKEN",
    "NOTHING_TAKEN",
    "NOTHING_ATTACHED",
    "TOO_MANY_FILES",
    "CASE_CLOSED",
    "NOT_NOW",
    "NOT_THEIRS",
    "AUTOMATIC",
    "UNREADABLE",
)


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _make_addresses()
    _make_mails()
    op.execute("GRANT SELECT, INSERT, UPDATE ON case_mail_address, case_mail TO lipei_web")
    op.execute("GRANT SELECT ON case_mail_address, case_mail TO lipei_activities")


def _make_addresses() -> None:
    op.create_table(
        "case_mail_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("holder_kind", _choice("holder_kind", KINDS), nullable=False),
        sa.Column("holder_id", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("token ~ '^[a-z2-7]{26}$'", name=op.f("ck_case_mail_address_token")),
        sa.CheckConstraint("ended_at >= made_at", name=op.f("ck_case_mail_address_ended_after_made")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_mail_address")),
    )
    op.create_index("uq_case_mail_address_token", "case_mail_address", ["token"], unique=True)
    op.create_index(
        "uq_case_mail_address_standing",
        "case_mail_address",
        ["case_number", "holder_kind", "holder_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _make_mails() -> None:
    address = ["case_mail_address.id"]
    op.create_table(
        "case_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("message_sha256", sa.String(), nullable=False),
        sa.Column("object_key", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("outcome", _choice("outcome", OUTCOMES), nullable=True),
        sa.Column("report", postgresql.JSONB(), nullable=True),
        sa.Column("files_taken", sa.SmallInteger(), nullable=False),
        sa.Column("files_refused", sa.SmallInteger(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("try_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_case_mail_size_bytes")),
        sa.CheckConstraint("message_sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_case_mail_message_sha256")),
        sa.CheckConstraint(
            "done_at IS NULL OR (outcome IS NOT NULL AND sender IS NULL)", name=op.f("ck_case_mail_done")
        ),
        sa.ForeignKeyConstraint(["address_id"], address, name=op.f("fk_case_mail_address_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_mail")),
        sa.UniqueConstraint(
            "address_id", "message_sha256", name=op.f("uq_case_mail_address_id_message_sha256")
        ),
    )
    op.create_index(
        "ix_case_mail_waiting", "case_mail", ["try_at"], postgresql_where=sa.text("done_at IS NULL")
    )


def downgrade() -> None:
    op.drop_table("case_mail")
    op.drop_table("case_mail_address")
