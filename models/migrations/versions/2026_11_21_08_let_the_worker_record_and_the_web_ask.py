"""Let the worker record and the web ask: what each Postgres role may write.

A role that does not exist yet is made without a way to sign in.
"""

from alembic import op

revision = "2026_11_21_08"
down_revision = "2026_11_21_07"
branch_labels = None
depends_on = None

ROLES = ("lipei_activities", "lipei_web")

RECORDED = (
    "benefit_account",
    "benefit_reserve",
    "case_text",
    "cases",
    "clock",
    "consent",
    "deductible_account",
    "document",
    "e_card",
    "episode",
    "guarantee",
    "guarantee_version",
    "letter",
    "letter_delivery",
    "member_year",
)
APPENDED = ("calendar_day", "calendar_version", "case_event", "decision", "decision_line", "ledger_entry")

GRANTS = (
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO lipei_activities, lipei_web",
    f"GRANT INSERT, UPDATE ON {', '.join(RECORDED)} TO lipei_activities",
    f"GRANT INSERT ON {', '.join(APPENDED)} TO lipei_activities",
    "GRANT UPDATE (description) ON decision_line TO lipei_activities",
    "GRANT UPDATE (scan_status) ON upload TO lipei_activities",
    "GRANT USAGE ON SEQUENCE guarantee_number_sequence, letter_number_sequence TO lipei_activities",
    "GRANT INSERT, UPDATE ON case_note, intake TO lipei_web",
    "GRANT INSERT, UPDATE, DELETE ON upload TO lipei_web",
    "GRANT INSERT ON access_log TO lipei_web",
    "GRANT USAGE ON SEQUENCE case_number_sequence TO lipei_web",
)

MAKE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
END $$
"""


def upgrade() -> None:
    for role in ROLES:
        op.execute(MAKE_ROLE.format(role=role))
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    roles = ", ".join(ROLES)
    op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {roles}")
    op.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {roles}")
