"""Move money with fewer writes.

A reserve wrote the policy year only to count its version, which its accounts count already: the version of a
year is the sum of theirs. And a reserve is known by its stay and its account: another id of its own was one
more index to write.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_32"
down_revision = "2026_11_22_31"
branch_labels = None
depends_on = None

FUNCTIONS, CONSUME = "2026_11_21_13", "2026_11_22_17"
"""Where the functions were made before."""
COUNTED = ", version = version + 1\n    WHERE id = the_year"
NAMED = "WHERE id = held.id"
KEY = op.f("pk_benefit_reserve")
UNIQUE = op.f("uq_benefit_reserve_episode_id_account_id")

YEAR_VERSION = """
-- Every movement raises it, and so does a new limit.
CREATE FUNCTION year_version(the_year uuid) RETURNS bigint LANGUAGE sql STABLE STRICT AS $$
    SELECT coalesce(sum(moved.version), 0)::bigint
    FROM (
        SELECT version FROM benefit_account WHERE member_year_id = the_year
        UNION ALL SELECT version FROM deductible_account WHERE member_year_id = the_year
    ) AS moved
$$
"""
NO_LOWER = """
UPDATE benefit_account AS account SET version = account.version + year.version
FROM member_year AS year WHERE year.id = account.member_year_id
"""
RESERVE = """
-- Hold at least the amount for a stay: raise what it holds already, or open its reserve.
CREATE OR REPLACE FUNCTION ledger_reserve(the_account uuid, the_episode uuid, the_case text, the_key text,
    the_time timestamptz, wanted bigint, wanted_visits bigint)
RETURNS ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    entry ledger_entry;
    held record;
    account record;
    more bigint;
    more_visits bigint;
BEGIN
    PERFORM
    FROM benefit_account AS one JOIN member_year AS year ON year.id = one.member_year_id
    WHERE one.id = the_account
    FOR NO KEY UPDATE OF year;
    SELECT * INTO entry FROM ledger_entry WHERE key = the_key;
    IF FOUND THEN RETURN entry; END IF;
    SELECT amount, visits, state INTO held FROM benefit_reserve
    WHERE episode_id = the_episode AND account_id = the_account;
    more := greatest(wanted - coalesce(held.amount, 0), 0);
    more_visits := greatest(wanted_visits - coalesce(held.visits, 0), 0);
    UPDATE benefit_account SET reserved = reserved + more, version = version + 1
    WHERE id = the_account AND reserved + consumed + more <= limit_amount
    RETURNING member_year_id, reserved, consumed, limit_amount INTO account;
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF more_visits > 0 THEN
        UPDATE member_year SET reserved_visits = reserved_visits + more_visits
        WHERE id = account.member_year_id;
    END IF;
    IF held.state IS NULL THEN
        INSERT INTO benefit_reserve (episode_id, account_id, amount, visits, state, opened_at)
        VALUES (the_episode, the_account, more, more_visits, 'OPEN', the_time);
    ELSE
        UPDATE benefit_reserve
        SET amount = amount + more, visits = visits + more_visits, state = 'OPEN', resolved_at = NULL,
            opened_at = CASE state WHEN 'OPEN' THEN opened_at ELSE the_time END
        WHERE episode_id = the_episode AND account_id = the_account;
    END IF;
    INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, visits,
        reserved_after, consumed_after, available_after)
    VALUES (the_account, the_episode, the_case, 'RESERVE', the_key, the_time, more, more_visits,
        account.reserved, account.consumed, account.limit_amount - account.reserved - account.consumed)
    RETURNING * INTO entry;
    RETURN entry;
END $$
"""


def upgrade() -> None:
    op.execute(YEAR_VERSION)
    op.execute(NO_LOWER)
    op.drop_column("member_year", "version")
    op.drop_constraint(KEY, "benefit_reserve", type_="primary")
    op.drop_constraint(UNIQUE, "benefit_reserve", type_="unique")
    op.drop_column("benefit_reserve", "id")
    op.create_primary_key(KEY, "benefit_reserve", ["episode_id", "account_id"])
    op.execute(RESERVE)
    for function in _others():
        named = function.replace(NAMED, "WHERE episode_id = the_episode AND account_id = the_account")
        op.execute(
            _again(named.replace(COUNTED, "\n    WHERE id = the_year").replace("held.id", "held.state"))
        )


def downgrade() -> None:
    op.drop_constraint(KEY, "benefit_reserve", type_="primary")
    op.add_column(
        "benefit_reserve",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
    )
    op.alter_column("benefit_reserve", "id", server_default=None)
    op.create_primary_key(KEY, "benefit_reserve", ["id"])
    op.create_unique_constraint(UNIQUE, "benefit_reserve", ["episode_id", "account_id"])
    op.add_column("member_year", sa.Column("version", sa.BigInteger(), server_default="0", nullable=False))
    op.execute("UPDATE member_year SET version = year_version(id)")
    op.execute("DROP FUNCTION year_version")
    for function in (_made_by(FUNCTIONS).RESERVE, *_others()):
        op.execute(_again(function))


def _others() -> tuple[str, ...]:
    before = _made_by(FUNCTIONS)
    return before.RESOLVE, _made_by(CONSUME).CONSUME, before.REVERSE


def _made_by(number: str) -> Any:
    script = op.get_context().script
    assert script is not None  # a revision is run by the environment, which has one
    return script.get_revision(number).module


def _again(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
