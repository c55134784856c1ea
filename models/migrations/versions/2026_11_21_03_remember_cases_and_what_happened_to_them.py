"""Remember cases, their events, clocks and documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_03"
down_revision = "2026_11_21_02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("case_number_sequence")))
    op.create_table(
        "episode",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_episode_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
    )
    op.create_index(op.f("ix_episode_member_id"), "episode", ["member_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column(
            "process",
            sa.Enum(
                "PA", "DB", "RC", "AD", name="process", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("state_version", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("hospital_code", sa.String(), nullable=True),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("legal_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_milestone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_on", sa.String(), nullable=True),
        sa.Column("clock_offset_seconds", sa.BigInteger(), nullable=False),
        sa.Column("calendar_version", sa.String(), nullable=True),
        sa.Column("requested_amount", sa.BigInteger(), nullable=True),
        sa.Column("decided_amount", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history_object_key", sa.String(), nullable=True),
        sa.Column("view", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "queue_at",
            sa.DateTime(timezone=True),
            sa.Computed("COALESCE(due_at, TIMESTAMPTZ '9999-12-31 00:00:00+00')", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_cases_closed_after_opened")),
        sa.CheckConstraint("decided_amount >= 0", name=op.f("ck_cases_decided_amount")),
        sa.CheckConstraint("requested_amount >= 0", name=op.f("ck_cases_requested_amount")),
        sa.CheckConstraint("state_version >= 0", name=op.f("ck_cases_state_version")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_cases_episode_id")),
        sa.ForeignKeyConstraint(["hospital_code"], ["hospital.code"], name=op.f("fk_cases_hospital_code")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_cases_member_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_cases_policy_id")),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_cases")),
    )
    op.create_index(
        "ix_cases_assignee",
        "cases",
        ["assignee", "queue_at", "case_number"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_cases_calendar",
        "cases",
        ["calendar_version", "case_number"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_cases_due",
        "cases",
        ["queue_at", "case_number"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_cases_episode", "cases", ["episode_id"], unique=False)
    op.create_index("ix_cases_hospital", "cases", ["hospital_code", "opened_at"], unique=False)
    op.create_index("ix_cases_member", "cases", ["member_id", "opened_at"], unique=False)
    op.create_index(op.f("ix_cases_policy_id"), "cases", ["policy_id"], unique=False)
    op.create_index(
        "ix_cases_queue",
        "cases",
        ["stage", "queue_at", "case_number"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "case_event",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
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
        sa.Column("from_stage", sa.String(), nullable=True),
        sa.Column("to_stage", sa.String(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(sequence = 1) = (previous_hash IS NULL)", name=op.f("ck_case_event_chain_start")
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_case_event_sequence")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_event_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", "sequence", name=op.f("pk_case_event")),
    )
    op.create_index("ix_case_event_recorded_at", "case_event", ["recorded_at"], unique=False)
    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(body IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_case_note_erased_at")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_note_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index(op.f("ix_case_note_case_number"), "case_note", ["case_number"], unique=False)
    op.create_table(
        "case_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(body IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_case_text_erased_at")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_case_text_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_text")),
    )
    op.create_index(op.f("ix_case_text_case_number"), "case_text", ["case_number"], unique=False)
    op.create_table(
        "clock",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("legal_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "RUNNING",
                "PAUSED",
                "MET",
                "STOPPED",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("calendar_version", sa.String(), nullable=False),
        sa.Column("milestones", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("intervals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "(state IN ('MET', 'STOPPED')) = (stopped_at IS NOT NULL)", name=op.f("ck_clock_stopped_at")
        ),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_clock_case_number")),
        sa.PrimaryKeyConstraint("case_number", "kind", "ordinal", name=op.f("pk_clock")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
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
        sa.Column("uploaded_by", sa.String(), nullable=False),
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
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_document_sha256")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_document_size_bytes")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_document_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("object_key", name=op.f("uq_document_object_key")),
    )
    op.create_index(op.f("ix_document_case_number"), "document", ["case_number"], unique=False)
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_table("document")
    op.drop_table("clock")
    op.drop_table("case_text")
    op.drop_table("case_note")
    op.drop_table("case_event")
    op.drop_table("cases")
    op.drop_table("episode")
    op.execute(sa.schema.DropSequence(sa.Sequence("case_number_sequence")))
