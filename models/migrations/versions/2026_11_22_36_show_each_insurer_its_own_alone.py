"""Show an insurer's own people only what is that insurer's: rows are cut by the database.

The web says in each transaction for whom it reads (``lipei.insurers``); unset stands for everybody.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_36"
down_revision = "2026_11_22_35"
branch_labels = None
depends_on = None

SEEN = """
CREATE FUNCTION seen_insurers() RETURNS text[] LANGUAGE sql STABLE
RETURN nullif(current_setting('lipei.insurers', true), '')::text[]
"""
OF_A_CASE = "EXISTS (SELECT FROM cases WHERE cases.case_number = {table}.case_number)"
OF_A_FUND = "EXISTS (SELECT FROM fund WHERE fund.code = {table}.fund_code)"
ROWS = {
    "policy": "insurer_code = ANY ((SELECT seen_insurers())::text[])",
    "member": "EXISTS (SELECT FROM policy WHERE policy.member_id = member.id)",
    "cases": "EXISTS (SELECT FROM policy WHERE policy.id = cases.policy_id)",
    "decision": OF_A_CASE,
    "notification": OF_A_CASE,
    "supervisor_task": OF_A_CASE,
    "fund": "code = ANY (SELECT 'insurer:' || each FROM unnest((SELECT seen_insurers())::text[]) AS each)",
    "payment_batch": OF_A_FUND,
    "payment": f"{OF_A_FUND} OR {OF_A_CASE}",
    "receivable": f"{OF_A_FUND} OR {OF_A_CASE}",
    "money_receipt": OF_A_FUND,
}
"""What an insurer's own people see of a table, each built upon those before."""


def upgrade() -> None:
    kinds = sa.Enum("PERSON", "TEAM", name="kind", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "works_for",
        sa.Column("kind", kinds, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("insurer_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["insurer_code"], ["insurer.code"], name=op.f("fk_works_for_insurer_code")),
        sa.PrimaryKeyConstraint("kind", "subject", "insurer_code", name=op.f("pk_works_for")),
    )
    op.execute("GRANT SELECT ON works_for TO lipei_activities, lipei_web")
    op.execute(SEEN)
    for table, theirs in ROWS.items():
        seen = f"(SELECT seen_insurers()) IS NULL OR {theirs.format(table=table)}"
        op.execute(f"CREATE POLICY everybody ON {table} USING (true)")
        op.execute(f"CREATE POLICY own_insurer ON {table} AS RESTRICTIVE TO lipei_web USING ({seen})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    for table in reversed(ROWS):
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY own_insurer ON {table}")
        op.execute(f"DROP POLICY everybody ON {table}")
    op.execute("DROP FUNCTION seen_insurers()")
    op.drop_table("works_for")
