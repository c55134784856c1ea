"""Remember what was settled: visits, bills and brands; and that a claim was referred to a person."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_10"
down_revision = "2026_11_21_09"
branch_labels = None
depends_on = None

OUTCOMES = (
    "APPROVED",
    "APPROVED_IN_PART",
    "DECLINED",
    "REDIRECTED",
    "NOT_REQUIRED",
    "PAY",
    "PAY_ZERO",
    "REFUSE",
)
TABLES = "brand_lock, claimed_invoice, settled_visit"


def upgrade() -> None:
    _allow_outcomes(*OUTCOMES, "REFER")
    op.create_table(
        "settled_visit",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("type", _encounter(), nullable=False),
        sa.Column("member_year_id", sa.Uuid(), nullable=False),
        sa.Column("benefit", _benefit(), nullable=False),
        sa.Column("facility", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("counter_group", sa.String(), nullable=False),
        sa.Column("copay_taken", sa.BigInteger(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_settled_visit_number")),
        sa.CheckConstraint("number IS NOT NULL OR NOT counted", name=op.f("ck_settled_visit_counted")),
        sa.CheckConstraint("copay_taken >= 0", name=op.f("ck_settled_visit_copay_taken")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_settled_visit_decision_id")),
        sa.ForeignKeyConstraint(
            ["member_year_id"], ["member_year.id"], name=op.f("fk_settled_visit_member_year_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "type", name=op.f("pk_settled_visit")),
    )
    op.create_index(
        "ix_settled_visit_standing",
        "settled_visit",
        ["member_year_id", "visited_on"],
        unique=False,
        postgresql_where=sa.text("reversed_at IS NULL"),
    )
    op.create_table(
        "claimed_invoice",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_claimed_invoice_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "key", name=op.f("pk_claimed_invoice")),
    )
    op.create_index(
        "uq_claimed_invoice_standing",
        "claimed_invoice",
        ["key"],
        unique=True,
        postgresql_where=sa.text("reversed_at IS NULL"),
    )
    op.create_table(
        "brand_lock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_year_id", sa.Uuid(), nullable=False),
        sa.Column("benefit", _benefit(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("locked_on", sa.Date(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_year_id"], ["member_year.id"], name=op.f("fk_brand_lock_member_year_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_brand_lock_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand_lock")),
    )
    op.create_index(
        "uq_brand_lock_standing",
        "brand_lock",
        ["member_year_id", "benefit"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.execute(f"GRANT SELECT ON {TABLES} TO lipei_activities, lipei_web")
    op.execute(f"GRANT INSERT, UPDATE ON {TABLES} TO lipei_activities")


def downgrade() -> None:
    op.drop_table("brand_lock")
    op.drop_table("claimed_invoice")
    op.drop_table("settled_visit")
    _allow_outcomes(*OUTCOMES)


def _encounter() -> sa.Enum:
    return sa.Enum(
        "OUTPATIENT",
        "EMERGENCY",
        "INPATIENT",
        "SPECIAL_OUTPATIENT",
        "DENTAL",
        "VACCINATION",
        name="type",
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def _benefit() -> sa.Enum:
    return sa.Enum(
        "OUTPATIENT_EMERGENCY",
        "INPATIENT",
        "DENTAL",
        "VACCINE",
        name="benefit",
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def _allow_outcomes(*outcomes: str) -> None:
    op.drop_constraint(op.f("ck_decision_outcome"), "decision")
    allowed = ", ".join(f"'{outcome}'" for outcome in outcomes)
    op.create_check_constraint(op.f("ck_decision_outcome"), "decision", f"outcome IN ({allowed})")
