"""Remember money out and in: payments, batches, floats, what is owed to us, and what came in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_14"
down_revision = "2026_11_21_13"
branch_labels = None
depends_on = None

APPENDED = ("fund_movement", "payment_event", "receivable_instalment")
RECORDED = ("bank_account", "money_receipt", "payment", "payment_batch", "receivable")
TABLES = ", ".join((*RECORDED, *APPENDED, "fund"))


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("payment_number_sequence")))
    op.create_table(
        "bank_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("on_file", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number ~ '^[0-9]{5,34}$'", name=op.f("ck_bank_account_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
        sa.UniqueConstraint(
            "party",
            "number",
            "holder",
            "bank_code",
            name=op.f("uq_bank_account_party_number_holder_bank_code"),
        ),
    )
    op.create_index(op.f("ix_bank_account_party"), "bank_account", ["party"], unique=False)
    op.create_table(
        "fund",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account_number", sa.String(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("top_up_reference", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_fund")),
        sa.UniqueConstraint("account_number", name=op.f("uq_fund_account_number")),
        sa.UniqueConstraint("top_up_reference", name=op.f("uq_fund_top_up_reference")),
    )
    op.create_table(
        "payment_batch",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("fund_code", sa.String(), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("object_key", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("status", _choice("status", "FORMED", "SENT", "CLOSED"), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("formed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status = 'FORMED' OR object_key IS NOT NULL", name=op.f("ck_payment_batch_sent_was_kept")
        ),
        sa.CheckConstraint("(object_key IS NULL) = (sha256 IS NULL)", name=op.f("ck_payment_batch_kept")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_payment_batch_attempts")),
        sa.CheckConstraint("payments >= 1", name=op.f("ck_payment_batch_payments")),
        sa.CheckConstraint("total > 0", name=op.f("ck_payment_batch_total")),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name=op.f("fk_payment_batch_fund_code")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_payment_batch")),
        sa.UniqueConstraint("run_id", "ordinal", name=op.f("uq_payment_batch_run_id_ordinal")),
    )
    op.create_table(
        "payment",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("fund_code", sa.String(), nullable=False),
        sa.Column(
            "payee_kind",
            _choice("payee_kind", "HOSPITAL", "GUARDIAN", "INSURED", "PROVIDER", "PAYER"),
            nullable=False,
        ),
        sa.Column("payee_reference", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "purpose",
            _choice(
                "purpose",
                "CLAIM",
                "HOSPITAL_BILL",
                "INTERIM",
                "ADVANCE",
                "ADVANCE_REPAYMENT",
                "BALANCE",
                "COMPENSATION",
                "RETURN",
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            _choice("status", "ORDERED", "APPROVED", "SENT", "SETTLED", "FAILED", "TURNED_DOWN"),
            nullable=False,
        ),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("deciders", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("signers", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("findings", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ahead_seconds", sa.BigInteger(), nullable=False),
        sa.Column("batch_number", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("bank_reference", sa.String(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'SETTLED') = (settled_at IS NOT NULL)", name=op.f("ck_payment_settled_at")
        ),
        sa.CheckConstraint(
            "(status IN ('FAILED', 'TURNED_DOWN')) = (failure_code IS NOT NULL)",
            name=op.f("ck_payment_failure_code"),
        ),
        sa.CheckConstraint(
            "status IN ('ORDERED', 'TURNED_DOWN') OR account_id IS NOT NULL", name=op.f("ck_payment_account")
        ),
        sa.CheckConstraint(
            "status NOT IN ('SENT', 'SETTLED', 'FAILED') OR batch_number IS NOT NULL",
            name=op.f("ck_payment_batched"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount")),
        sa.CheckConstraint("attempt >= 1", name=op.f("ck_payment_attempt")),
        sa.ForeignKeyConstraint(["account_id"], ["bank_account.id"], name=op.f("fk_payment_account_id")),
        sa.ForeignKeyConstraint(
            ["batch_number"], ["payment_batch.number"], name=op.f("fk_payment_batch_number")
        ),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=op.f("fk_payment_case_number")),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name=op.f("fk_payment_fund_code")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_payment")),
        sa.UniqueConstraint("key", "attempt", name=op.f("uq_payment_key_attempt")),
    )
    op.create_index("ix_payment_batch", "payment", ["batch_number"], unique=False)
    op.create_index("ix_payment_case", "payment", ["case_number"], unique=False)
    op.create_index("ix_payment_status", "payment", ["status", "number"], unique=False)
    op.create_index(
        "uq_payment_alive",
        "payment",
        ["key"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('FAILED', 'TURNED_DOWN')"),
    )
    op.create_table(
        "receivable",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", _choice("kind", "COPAY", "REFUND", "RECOVERY"), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("debtor", sa.String(), nullable=False),
        sa.Column("fund_code", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("status", _choice("status", "OPEN", "PAID", "DISPUTED", "WAIVED", "LEGAL"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ahead_seconds", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'PAID') = (paid_at IS NOT NULL)", name=op.f("ck_receivable_paid_at")),
        sa.CheckConstraint("(status = 'PAID') = (received = amount)", name=op.f("ck_receivable_paid")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_receivable_amount")),
        sa.CheckConstraint("received BETWEEN 0 AND amount", name=op.f("ck_receivable_received")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.case_number"], name=op.f("fk_receivable_case_number")
        ),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name=op.f("fk_receivable_fund_code")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_receivable")),
        sa.UniqueConstraint("key", name=op.f("uq_receivable_key")),
    )
    op.create_index("ix_receivable_case", "receivable", ["case_number"], unique=False)
    op.create_index("ix_receivable_debtor", "receivable", ["debtor"], unique=False)
    op.create_index("ix_receivable_status", "receivable", ["status", "due_on"], unique=False)
    op.create_table(
        "money_receipt",
        sa.Column("bank_reference", sa.String(), nullable=False),
        sa.Column("bank_sequence", sa.BigInteger(), nullable=False),
        sa.Column("fund_code", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("remittance", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("payer_account", sa.String(), nullable=False),
        sa.Column("status", _choice("status", "MATCHED", "UNMATCHED", "RETURNED"), nullable=False),
        sa.Column("receivable_reference", sa.String(), nullable=True),
        sa.Column("applied", sa.BigInteger(), nullable=False),
        sa.Column("matched_by", sa.String(), nullable=True),
        sa.Column("return_number", sa.String(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_money_receipt_amount")),
        sa.CheckConstraint(
            "applied = 0 OR receivable_reference IS NOT NULL", name=op.f("ck_money_receipt_matched")
        ),
        sa.CheckConstraint("applied BETWEEN 0 AND amount", name=op.f("ck_money_receipt_applied")),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name=op.f("fk_money_receipt_fund_code")),
        sa.ForeignKeyConstraint(
            ["receivable_reference"],
            ["receivable.reference"],
            name=op.f("fk_money_receipt_receivable_reference"),
        ),
        sa.ForeignKeyConstraint(
            ["return_number"], ["payment.number"], name=op.f("fk_money_receipt_return_number")
        ),
        sa.PrimaryKeyConstraint("bank_reference", name=op.f("pk_money_receipt")),
        sa.UniqueConstraint("bank_sequence", name=op.f("uq_money_receipt_bank_sequence")),
    )
    op.create_index("ix_money_receipt_receivable", "money_receipt", ["receivable_reference"], unique=False)
    op.create_index("ix_money_receipt_status", "money_receipt", ["status", "bank_sequence"], unique=False)
    op.create_table(
        "payment_event",
        sa.Column("payment_number", sa.String(), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), nullable=False),
        sa.Column(
            "kind",
            _choice(
                "kind",
                "ORDERED",
                "SIGNED",
                "APPROVED",
                "TURNED_DOWN",
                "BATCHED",
                "SENT",
                "SETTLED",
                "FAILED",
                "CASE_TOLD",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_payment_event_sequence")),
        sa.ForeignKeyConstraint(
            ["payment_number"], ["payment.number"], name=op.f("fk_payment_event_payment_number")
        ),
        sa.PrimaryKeyConstraint("payment_number", "sequence", name=op.f("pk_payment_event")),
    )
    op.create_table(
        "receivable_instalment",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("plan", sa.SmallInteger(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_receivable_instalment_amount")),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_receivable_instalment_ordinal")),
        sa.CheckConstraint("plan >= 1", name=op.f("ck_receivable_instalment_plan")),
        sa.ForeignKeyConstraint(
            ["reference"], ["receivable.reference"], name=op.f("fk_receivable_instalment_reference")
        ),
        sa.PrimaryKeyConstraint("reference", "plan", "ordinal", name=op.f("pk_receivable_instalment")),
    )
    op.create_table(
        "fund_movement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("fund_code", sa.String(), nullable=False),
        sa.Column("kind", _choice("kind", "TOP_UP", "PAID", "RECEIVED"), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("payment_number", sa.String(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'PAID') = (payment_number IS NOT NULL)", name=op.f("ck_fund_movement_payment")
        ),
        sa.CheckConstraint("(kind = 'PAID') = (receipt IS NULL)", name=op.f("ck_fund_movement_receipt")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_fund_movement_amount")),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name=op.f("fk_fund_movement_fund_code")),
        sa.ForeignKeyConstraint(
            ["payment_number"], ["payment.number"], name=op.f("fk_fund_movement_payment_number")
        ),
        sa.ForeignKeyConstraint(
            ["receipt"], ["money_receipt.bank_reference"], name=op.f("fk_fund_movement_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_movement")),
        sa.UniqueConstraint("key", name=op.f("uq_fund_movement_key")),
    )
    op.create_index("ix_fund_movement_day", "fund_movement", ["fund_code", "booked_on"], unique=False)
    for table in APPENDED:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )
    op.execute(f"GRANT SELECT ON {TABLES} TO lipei_activities, lipei_web")
    op.execute(f"GRANT INSERT, UPDATE ON {', '.join(RECORDED)} TO lipei_activities")
    op.execute(f"GRANT INSERT ON {', '.join(APPENDED)} TO lipei_activities")
    op.execute("GRANT USAGE ON SEQUENCE payment_number_sequence TO lipei_activities")


def downgrade() -> None:
    for table in (
        "fund_movement",
        "receivable_instalment",
        "payment_event",
        "money_receipt",
        "receivable",
        "payment",
        "payment_batch",
        "fund",
        "bank_account",
    ):
        op.drop_table(table)
    op.execute("DROP SEQUENCE payment_number_sequence")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
