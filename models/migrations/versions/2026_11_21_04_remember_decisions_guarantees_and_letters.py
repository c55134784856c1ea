"""Remember decisions, guarantees and letters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_04"
down_revision = "2026_11_21_03"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("letter_number_sequence")))
    op.execute(sa.schema.CreateSequence(sa.Sequence("guarantee_number_sequence")))
    op.create_table(
        "guarantee",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "VALID",
                "CONSUMED",
                "EXPIRED",
                "CANCELLED",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_guarantee_case_number")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_guarantee")),
        sa.UniqueConstraint("case_number", name=op.f("uq_guarantee_case_number")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "APPROVED",
                "APPROVED_IN_PART",
                "DECLINED",
                "REDIRECTED",
                "NOT_REQUIRED",
                "PAY",
                "PAY_ZERO",
                "REFUSE",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("co_signed_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accumulator_version", sa.BigInteger(), nullable=True),
        sa.Column("requested_amount", sa.BigInteger(), nullable=True),
        sa.Column("approved_amount", sa.BigInteger(), nullable=True),
        sa.Column("reason_codes", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("clauses", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=True),
        sa.Column("result", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint("approved_amount >= 0", name=op.f("ck_decision_approved_amount")),
        sa.CheckConstraint("co_signed_by <> decided_by", name=op.f("ck_decision_two_people")),
        sa.CheckConstraint("requested_amount >= 0", name=op.f("ck_decision_requested_amount")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_decision_version")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_decision_case_number")),
        sa.ForeignKeyConstraint(
            ["reason_text_id"], ["case_text.id"], name=op.f("fk_decision_reason_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("case_number", "version", name=op.f("uq_decision_case_number_version")),
    )
    op.create_table(
        "guarantee_version",
        sa.Column("guarantee_number", sa.String(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "INITIAL",
                "RAISED",
                "REDUCED",
                "EXTENDED",
                "RAISED_AND_EXTENDED",
                "CANCELLED",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "IN_FORCE",
                "SUPERSEDED",
                "ENDED",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("approved_days", sa.SmallInteger(), nullable=True),
        sa.Column("room_class", sa.String(), nullable=True),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_until_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ceiling >= 0", name=op.f("ck_guarantee_version_ceiling")),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_guarantee_version_ordinal")),
        sa.CheckConstraint(
            "valid_until_on >= valid_from_on", name=op.f("ck_guarantee_version_validity_order")
        ),
        sa.ForeignKeyConstraint(
            ["guarantee_number"], ["guarantee.number"], name=op.f("fk_guarantee_version_guarantee_number")
        ),
        sa.PrimaryKeyConstraint("guarantee_number", "ordinal", name=op.f("pk_guarantee_version")),
    )
    op.create_index(
        "uq_guarantee_version_in_force",
        "guarantee_version",
        ["guarantee_number"],
        unique=True,
        postgresql_where=sa.text("state = 'IN_FORCE'"),
    )
    op.create_table(
        "decision_line",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("asked_amount", sa.BigInteger(), nullable=False),
        sa.Column("approved_amount", sa.BigInteger(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("clause", sa.String(), nullable=True),
        sa.CheckConstraint(
            "approved_amount BETWEEN 0 AND asked_amount", name=op.f("ck_decision_line_approved_amount")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_line_decision_id")),
        sa.PrimaryKeyConstraint("decision_id", "ordinal", name=op.f("pk_decision_line")),
    )
    op.create_table(
        "letter",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("guarantee_number", sa.String(), nullable=True),
        sa.Column("guarantee_ordinal", sa.SmallInteger(), nullable=True),
        sa.Column(
            "language",
            sa.Enum("zh", "en", name="language", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("object_key", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("signed_sha256", sa.String(), nullable=True),
        sa.Column("verification_code", sa.String(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "PENDING",
                "SENT",
                "CANCELLED",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'SENT' OR object_key IS NOT NULL", name=op.f("ck_letter_sent_was_rendered")
        ),
        sa.CheckConstraint("(object_key IS NULL) = (sha256 IS NULL)", name=op.f("ck_letter_rendered")),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_letter_ordinal")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_letter_case_number")),
        sa.ForeignKeyConstraint(
            ["guarantee_number", "guarantee_ordinal"],
            ["guarantee_version.guarantee_number", "guarantee_version.ordinal"],
            name=op.f("fk_letter_guarantee_number_guarantee_ordinal"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_letter")),
        sa.UniqueConstraint(
            "case_number", "code", "ordinal", name=op.f("uq_letter_case_number_code_ordinal")
        ),
        sa.UniqueConstraint("object_key", name=op.f("uq_letter_object_key")),
        sa.UniqueConstraint("verification_code", name=op.f("uq_letter_verification_code")),
    )
    op.create_index(
        "ix_letter_pending",
        "letter",
        ["send_after"],
        unique=False,
        postgresql_where=sa.text("status = 'PENDING'"),
    )
    op.create_table(
        "letter_delivery",
        sa.Column("letter_number", sa.String(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "EMAIL",
                "FAX",
                "POST",
                "SMS",
                "PORTAL",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recipient_hash", sa.String(), nullable=False),
        sa.Column(
            "recipient_role",
            sa.Enum(
                "HOSPITAL",
                "GUARDIAN",
                "PROVIDER",
                name="recipient_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "WAITING",
                "SENT",
                "FAILED",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'SENT') = (sent_at IS NOT NULL)", name=op.f("ck_letter_delivery_sent_at")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_letter_delivery_attempts")),
        sa.ForeignKeyConstraint(
            ["letter_number"], ["letter.number"], name=op.f("fk_letter_delivery_letter_number")
        ),
        sa.PrimaryKeyConstraint(
            "letter_number", "channel", "recipient_hash", name=op.f("pk_letter_delivery")
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_delivery_message_id")),
    )


def downgrade() -> None:
    op.drop_table("letter_delivery")
    op.drop_table("letter")
    op.drop_table("decision_line")
    op.drop_table("guarantee_version")
    op.drop_table("decision")
    op.drop_table("guarantee")
    op.execute(sa.schema.DropSequence(sa.Sequence("guarantee_number_sequence")))
    op.execute(sa.schema.DropSequence(sa.Sequence("letter_number_sequence")))
