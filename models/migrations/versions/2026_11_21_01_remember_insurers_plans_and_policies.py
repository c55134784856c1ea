"""Remember insurers, plans, families and their policies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_01"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "guardian",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column(
            "identity_kind",
            sa.Enum(
                "RESIDENT_ID",
                "BIRTH_CERTIFICATE",
                "HOUSEHOLD_REGISTER",
                "PASSPORT",
                "HK_MACAO_TAIWAN_PERMIT",
                name="identity_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("identity_number", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("zh", "en", name="language", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
        sa.UniqueConstraint(
            "identity_kind", "identity_number", name=op.f("uq_guardian_identity_kind_identity_number")
        ),
    )
    op.create_table(
        "insurer",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("hotline", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_insurer")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("MALE", "FEMALE", name="sex", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column(
            "identity_kind",
            sa.Enum(
                "RESIDENT_ID",
                "BIRTH_CERTIFICATE",
                "HOUSEHOLD_REGISTER",
                "PASSPORT",
                "HK_MACAO_TAIWAN_PERMIT",
                name="identity_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("identity_number", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint(
            "identity_kind", "identity_number", name=op.f("uq_member_identity_kind_identity_number")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_member_number")),
    )
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("code"), "="),
            (sa.text("daterange(in_force_from, in_force_to, '[]')"), "&&"),
            using="gist",
            name="ex_plan_version_in_force",
        ),
        sa.CheckConstraint("in_force_to >= in_force_from", name=op.f("ck_plan_version_in_force_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_plan_version_code_version")),
    )
    op.create_table(
        "tpa",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("hotline", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_tpa")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "CLAIM_HANDLING",
                "MEDICAL_RECORDS",
                "ADVANCE_SERVICE",
                "SET_OFF",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("form_version", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("withdrawn_at >= given_at", name=op.f("ck_consent_withdrawn_after_given")),
        sa.ForeignKeyConstraint(["guardian_id"], ["guardian.id"], name=op.f("fk_consent_guardian_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_consent_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(
        "uq_consent_standing",
        "consent",
        ["member_id", "purpose", "recipient"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "guardianship",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "FATHER",
                "MOTHER",
                "GRANDPARENT",
                "OTHER",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "proof",
            sa.Enum(
                "PREAUTH_FORM",
                "MEDICAL_RECORD",
                "EXAMINATION_REPORT",
                "ADMISSION_NOTICE",
                "TREATMENT_PLAN",
                "COST_ESTIMATE",
                "PRESCRIPTION",
                "QUOTATION",
                "CHILD_IDENTITY",
                "GUARDIAN_IDENTITY",
                "GUARDIANSHIP_PROOF",
                "BIRTH_CERTIFICATE",
                "CONSENT",
                "E_CARD",
                "CLAIM_FORM",
                "INVOICE",
                "ITEMISED_LIST",
                "DISCHARGE_SUMMARY",
                "DIAGNOSIS_CERTIFICATE",
                "BANK_CARD",
                "SETTLEMENT_STATEMENT",
                "ACCIDENT_STATEMENT",
                "TRIAGE_RECORD",
                "QUERY_REPLY",
                "FRONT_PAGE",
                "SURGERY_RECORD",
                "PATHOLOGY_REPORT",
                "SPLIT_SHEET",
                "VACCINE_RECORD",
                "SIGNED_BILL",
                "INPATIENT_RECORD",
                "HOSPITAL_ACCOUNT",
                "HOSPITAL_BILL",
                "NO_THIRD_PARTY_STATEMENT",
                "MANDATE",
                "AUTHORIZATION_LETTER",
                "OTHER",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["guardian_id"], ["guardian.id"], name=op.f("fk_guardianship_guardian_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_guardianship_member_id")),
        sa.PrimaryKeyConstraint("member_id", "guardian_id", name=op.f("pk_guardianship")),
    )
    op.create_index(op.f("ix_guardianship_guardian_id"), "guardianship", ["guardian_id"], unique=False)
    op.create_index(
        "uq_guardianship_primary",
        "guardianship",
        ["member_id"],
        unique=True,
        postgresql_where=sa.text("is_primary"),
    )
    op.create_table(
        "policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("insurer_code", sa.String(), nullable=False),
        sa.Column("tpa_code", sa.String(), nullable=False),
        sa.Column("plan_version_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column(
            "purchase",
            sa.Enum(
                "FIRST",
                "CONTINUOUS_RENEWAL",
                "NON_CONTINUOUS",
                name="purchase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("options", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("schedule", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "PENDING",
                "IN_FORCE",
                "TERMINATED",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(status = 'TERMINATED') = (terminated_on IS NOT NULL)", name=op.f("ck_policy_terminated_on")
        ),
        sa.CheckConstraint("expires_on >= effective_on", name=op.f("ck_policy_period_order")),
        sa.ForeignKeyConstraint(["insurer_code"], ["insurer.code"], name=op.f("fk_policy_insurer_code")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_policy_member_id")),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_policy_plan_version_id")
        ),
        sa.ForeignKeyConstraint(["tpa_code"], ["tpa.code"], name=op.f("fk_policy_tpa_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("id", "member_id", name=op.f("uq_policy_id_member_id")),
        sa.UniqueConstraint("number", name=op.f("uq_policy_number")),
    )
    op.create_index(op.f("ix_policy_member_id"), "policy", ["member_id"], unique=False)
    op.create_index(op.f("ix_policy_plan_version_id"), "policy", ["plan_version_id"], unique=False)
    op.create_table(
        "e_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "PENDING",
                "ACTIVE",
                "SUSPENDED",
                "EXPIRED",
                "CANCELLED",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspension_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'SUSPENDED') = (suspended_at IS NOT NULL)", name=op.f("ck_e_card_suspended_at")
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_e_card_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_e_card")),
        sa.UniqueConstraint("number", name=op.f("uq_e_card_number")),
        sa.UniqueConstraint("policy_id", name=op.f("uq_e_card_policy_id")),
    )


def downgrade() -> None:
    op.drop_table("e_card")
    op.drop_table("policy")
    op.drop_table("guardianship")
    op.drop_table("consent")
    op.drop_table("tpa")
    op.drop_table("plan_version")
    op.drop_table("member")
    op.drop_table("insurer")
    op.drop_table("guardian")
    op.execute("DROP EXTENSION btree_gist")
