"""Begin cases that nobody asked for: reminders, notices of a breach; and keep packages of data."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_38"
down_revision = "2026_11_22_37"
branch_labels = None
depends_on = None

PROCESSES = ("PA", "DB", "RC", "AD", "AP", "CP", "EQ", "TC", "VA", "OS", "BT", "DS")
PURPOSES = ("CLAIM_HANDLING", "MEDICAL_RECORDS", "ADVANCE_SERVICE", "SET_OFF")
READERS = ("HOSPITAL", "GUARDIAN", "PROVIDER", "INSURER", "ADMINISTRATOR")
STATES = ("REMINDED", "GIVEN", "DECLINED")


def upgrade() -> None:
    _allow((*PROCESSES, "BN"), (*PURPOSES, "VACCINE_REMINDERS"), (*READERS, "AUTHORITY"))
    state = sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "vaccine_dose",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("dose", sa.String(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_vaccine_dose_member_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_vaccine_dose_policy_id")),
        sa.PrimaryKeyConstraint("member_id", "dose", name=op.f("pk_vaccine_dose")),
        sa.UniqueConstraint("case_number", name=op.f("uq_vaccine_dose_case_number")),
    )
    op.create_table(
        "vaccine_word",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("dose", sa.String(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_vaccine_word_member_id")),
        sa.PrimaryKeyConstraint("member_id", "dose", name=op.f("pk_vaccine_word")),
    )
    op.create_table(
        "breach_notice",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_breach_notice_incident_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_breach_notice_member_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_breach_notice_policy_id")),
        sa.PrimaryKeyConstraint("incident_id", "member_id", name=op.f("pk_breach_notice")),
        sa.UniqueConstraint("case_number", name=op.f("uq_breach_notice_case_number")),
    )
    op.create_table(
        "data_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_data_export_expires_at")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_data_export_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(op.f("ix_data_export_member_id"), "data_export", ["member_id"])
    _erasable("allow_only_erasure('result')")
    op.add_column("incident", sa.Column("telling_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payment_batch", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("GRANT SELECT ON vaccine_dose, vaccine_word, breach_notice TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT, UPDATE ON vaccine_dose TO lipei_activities")
    op.execute("GRANT INSERT, UPDATE ON vaccine_word TO lipei_web")
    op.execute("GRANT SELECT ON data_export TO lipei_activities, lipei_web")
    op.execute("GRANT INSERT ON data_export TO lipei_web")
    op.execute("GRANT INSERT ON breach_notice TO lipei_activities")
    op.execute("GRANT UPDATE (guardians_told_at) ON incident TO lipei_activities")
    op.execute("GRANT USAGE ON SEQUENCE case_number_sequence TO lipei_activities")


def downgrade() -> None:
    op.execute("REVOKE USAGE ON SEQUENCE case_number_sequence FROM lipei_activities")
    op.execute("REVOKE UPDATE (guardians_told_at) ON incident FROM lipei_activities")
    op.drop_column("payment_batch", "erased_at")
    _erasable("forbid_change()")
    op.drop_column("incident", "telling_since")
    op.drop_table("data_export")
    op.drop_table("breach_notice")
    op.drop_table("vaccine_word")
    op.drop_table("vaccine_dose")
    _allow(PROCESSES, PURPOSES, READERS)


def _allow(processes: tuple[str, ...], purposes: tuple[str, ...], readers: tuple[str, ...]) -> None:
    for table in ("cases", "intake"):
        _one_of(table, "process", processes)
    _one_of("consent", "purpose", purposes)
    _one_of("letter_delivery", "recipient_role", readers)
    _one_of("webhook_endpoint", "owner", readers)


def _erasable(guard: str) -> None:
    """What a decision rests on names care and days: it is emptied with its file (L-27)."""
    op.execute("DROP TRIGGER append_only ON decision")
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON decision"
        f" FOR EACH ROW EXECUTE FUNCTION {guard}"
    )


def _one_of(table: str, column: str, values: tuple[str, ...]) -> None:
    named = ", ".join(f"'{value}'" for value in values)
    op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
    op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN ({named})")
