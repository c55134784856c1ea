"""Know who asks and who works: intake, uploads, tokens, staff, calendars."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_06"
down_revision = "2026_11_21_05"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column(
            "actor_role",
            sa.Enum(
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
                name="actor_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_subject", "access_log", ["subject", "at"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column(
            "principal_kind",
            sa.Enum(
                "GUARDIAN",
                "HOSPITAL",
                "STAFF",
                "SYSTEM",
                name="principal_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("principal_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_api_token_secret_sha256")),
    )
    op.create_table(
        "calendar_version",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendar_version")),
    )
    op.create_table(
        "intake",
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column(
            "process",
            sa.Enum(
                "PA", "DB", "RC", "AD", name="process", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_status", sa.SmallInteger(), nullable=True),
        sa.Column("answer_body", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint("(answer_status IS NULL) = (answer_body IS NULL)", name=op.f("ck_intake_answer")),
        sa.PrimaryKeyConstraint("principal", "idempotency_key", name=op.f("pk_intake")),
        sa.UniqueConstraint("case_number", name=op.f("uq_intake_case_number")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("authority_override", sa.BigInteger(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("authority_override >= 0", name=op.f("ck_staff_authority_override")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("account", name=op.f("uq_staff_account")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column(
            "kind",
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
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("object_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "HOSPITAL",
                "GUARDIAN",
                "STAFF",
                "SYSTEM",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "scan_status",
            sa.Enum(
                "NOT_SCANNED",
                "CLEAN",
                "INFECTED",
                name="scan_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_upload_sha256")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_upload_size_bytes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("object_key", name=op.f("uq_upload_object_key")),
    )
    op.create_index(op.f("ix_upload_case_number"), "upload", ["case_number"], unique=False)
    op.create_index(op.f("ix_upload_principal"), "upload", ["principal"], unique=False)
    op.create_table(
        "calendar_day",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"], ["calendar_version.version"], name=op.f("fk_calendar_day_version")
        ),
        sa.PrimaryKeyConstraint("version", "day_on", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
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
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "role NOT IN ('GUARDIAN', 'HOSPITAL_DESK', 'SYSTEM')", name=op.f("ck_staff_role_staff_only")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_role")),
    )


def downgrade() -> None:
    op.drop_table("staff_role")
    op.drop_table("calendar_day")
    op.drop_table("upload")
    op.drop_table("staff")
    op.drop_table("intake")
    op.drop_table("calendar_version")
    op.drop_table("api_token")
    op.drop_table("access_log")
