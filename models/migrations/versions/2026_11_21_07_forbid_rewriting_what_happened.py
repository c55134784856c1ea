"""Forbid rewriting what happened: append-only tables, and terms that a policy was sold with."""

from alembic import op

revision = "2026_11_21_07"
down_revision = "2026_11_21_06"
branch_labels = None
depends_on = None

APPEND_ONLY = ("access_log", "case_event", "decision", "ledger_entry")

FUNCTIONS = """
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: put it right with a new row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

-- The argument names the one column that may be emptied.
CREATE FUNCTION allow_only_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0]
        AND to_jsonb(NEW) -> TG_ARGV[0] = 'null'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: only its % may be erased', TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'restrict_violation';
END $$;

-- The row lock waits for a policy that is being sold with these terms right now.
CREATE FUNCTION keep_sold_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'in_force_to' = to_jsonb(OLD) - 'in_force_to' THEN
        RETURN NEW;
    END IF;
    PERFORM FROM plan_version WHERE id = OLD.id FOR UPDATE;
    IF EXISTS (SELECT FROM policy WHERE plan_version_id = OLD.id) THEN
        RAISE EXCEPTION 'plan version % % is used by a policy: publish a new version instead',
            OLD.code, OLD.version USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def upgrade() -> None:
    op.execute(FUNCTIONS)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON decision_line"
        " FOR EACH ROW EXECUTE FUNCTION allow_only_erasure('description')"
    )
    for table in (*APPEND_ONLY, "decision_line"):
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )
    op.execute(
        "CREATE TRIGGER sold_terms BEFORE UPDATE OR DELETE ON plan_version"
        " FOR EACH ROW EXECUTE FUNCTION keep_sold_terms()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER sold_terms ON plan_version")
    for table in (*APPEND_ONLY, "decision_line"):
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(f"DROP TRIGGER never_emptied ON {table}")
    op.execute("DROP FUNCTION keep_sold_terms(), allow_only_erasure(), forbid_change()")
