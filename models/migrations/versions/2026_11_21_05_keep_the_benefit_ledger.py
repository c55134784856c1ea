"""Keep the benefit ledger."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_05"
down_revision = "2026_11_21_04"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_year",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("counted_visits", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("reserved_visits", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("checkups_used", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("checkups_used >= 0", name=op.f("ck_member_year_checkups_used")),
        sa.CheckConstraint("counted_visits >= 0", name=op.f("ck_member_year_counted_visits")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_member_year_period_order")),
        sa.CheckConstraint("reserved_visits >= 0", name=op.f("ck_member_year_reserved_visits")),
        sa.ForeignKeyConstraint(
            ["policy_id", "member_id"],
            ["policy.id", "policy.member_id"],
            name=op.f("fk_member_year_policy_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_year")),
        sa.UniqueConstraint("policy_id", "starts_on", name=op.f("uq_member_year_policy_id_starts_on")),
    )
    op.create_index(op.f("ix_member_year_member_id"), "member_year", ["member_id"], unique=False)
    op.create_table(
        "benefit_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_year_id", sa.Uuid(), nullable=False),
        sa.Column(
            "benefit",
            sa.Enum(
                "OUTPATIENT_EMERGENCY",
                "INPATIENT",
                "DENTAL",
                "VACCINE",
                name="benefit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("limit_amount", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("consumed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("consumed >= 0", name=op.f("ck_benefit_account_consumed")),
        sa.CheckConstraint(
            "reserved + consumed <= limit_amount", name=op.f("ck_benefit_account_within_limit")
        ),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_benefit_account_reserved")),
        sa.ForeignKeyConstraint(
            ["member_year_id"], ["member_year.id"], name=op.f("fk_benefit_account_member_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_account")),
        sa.UniqueConstraint(
            "member_year_id", "benefit", name=op.f("uq_benefit_account_member_year_id_benefit")
        ),
    )
    op.create_table(
        "deductible_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_year_id", sa.Uuid(), nullable=False),
        sa.Column(
            "benefit",
            sa.Enum(
                "OUTPATIENT_EMERGENCY",
                "INPATIENT",
                "DENTAL",
                "VACCINE",
                name="benefit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("limit_amount", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "used BETWEEN 0 AND limit_amount", name=op.f("ck_deductible_account_within_limit")
        ),
        sa.ForeignKeyConstraint(
            ["member_year_id"], ["member_year.id"], name=op.f("fk_deductible_account_member_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deductible_account")),
        sa.UniqueConstraint(
            "member_year_id", "benefit", name=op.f("uq_deductible_account_member_year_id_benefit")
        ),
    )
    op.create_table(
        "benefit_reserve",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("visits", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "OPEN",
                "CONSUMED",
                "RELEASED",
                "EXPIRED",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'OPEN') = (resolved_at IS NULL)", name=op.f("ck_benefit_reserve_resolved_at")
        ),
        sa.CheckConstraint(
            "state = 'OPEN' OR (amount = 0 AND visits = 0)",
            name=op.f("ck_benefit_reserve_resolved_holds_nothing"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_benefit_reserve_amount")),
        sa.CheckConstraint("visits >= 0", name=op.f("ck_benefit_reserve_visits")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["benefit_account.id"], name=op.f("fk_benefit_reserve_account_id")
        ),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_benefit_reserve_episode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_reserve")),
        sa.UniqueConstraint(
            "episode_id", "account_id", name=op.f("uq_benefit_reserve_episode_id_account_id")
        ),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("deductible_account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "RESERVE",
                "CONSUME",
                "RELEASE",
                "EXPIRE",
                "REVERSE",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("from_reserve", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("visits", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("checkups", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("reserved_after", sa.BigInteger(), nullable=False),
        sa.Column("consumed_after", sa.BigInteger(), nullable=False),
        sa.Column("available_after", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'REVERSE') = (reverses_id IS NOT NULL)", name=op.f("ck_ledger_entry_reverses")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_ledger_entry_amount")),
        sa.CheckConstraint("from_reserve BETWEEN 0 AND amount", name=op.f("ck_ledger_entry_from_reserve")),
        sa.CheckConstraint(
            "num_nonnulls(account_id, deductible_account_id) = 1", name=op.f("ck_ledger_entry_one_account")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["benefit_account.id"], name=op.f("fk_ledger_entry_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["deductible_account_id"],
            ["deductible_account.id"],
            name=op.f("fk_ledger_entry_deductible_account_id"),
        ),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_ledger_entry_episode_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entry_key")),
    )
    op.create_index("ix_ledger_entry_account", "ledger_entry", ["account_id", "id"], unique=False)
    op.create_index("ix_ledger_entry_case", "ledger_entry", ["case_number"], unique=False)
    op.create_index(
        "ix_ledger_entry_deductible",
        "ledger_entry",
        ["deductible_account_id", "id"],
        unique=False,
        postgresql_where=sa.text("deductible_account_id IS NOT NULL"),
    )
    op.create_index(
        "uq_ledger_entry_reverses_id",
        "ledger_entry",
        ["reverses_id"],
        unique=True,
        postgresql_where=sa.text("reverses_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("ledger_entry")
    op.drop_table("benefit_reserve")
    op.drop_table("deductible_account")
    op.drop_table("benefit_account")
    op.drop_table("member_year")
