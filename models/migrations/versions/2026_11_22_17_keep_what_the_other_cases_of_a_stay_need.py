"""Keep what the other cases of a stay need when one of them is settled.

A settled claim released all that it did not draw, even where a second letter of the same stay had promised
part of it. Now the needs of the cases that the claim bills end with it, and what is left of the reserve stays
up to what the neediest of the others has promised.
"""

from alembic import op

revision = "2026_11_22_17"
down_revision = "2026_11_22_16"
branch_labels = None
depends_on = None

BEFORE = "2026_11_21_13"
PARAMETERS = "uuid, uuid, text, text, timestamptz, bigint, bigint, bigint, bigint, uuid, boolean"

CONSUME = """
-- Post a settled claim: the payment, what no other case of the stay needs of the reserve, the deductible and
-- the counters. It meets the needs of the cases that authorized it; where none is named, its own, or the only
-- one of its stay that needs anything.
CREATE FUNCTION ledger_consume(the_account uuid, the_episode uuid, the_case text, the_key text,
    the_time timestamptz, paid bigint, counted bigint, checked bigint, borne bigint, bearing uuid,
    keep_rest boolean, authorized_by text[])
RETURNS ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    the_year uuid;
    entry ledger_entry;
    held benefit_reserve;
    account benefit_account;
    deductible deductible_account;
    drawn bigint;
    rest bigint;
    met text[] := authorized_by || the_case;
    others_need bigint;
BEGIN
    SELECT year.id INTO the_year
    FROM benefit_account AS one JOIN member_year AS year ON year.id = one.member_year_id
    WHERE one.id = the_account
    FOR NO KEY UPDATE OF year;
    SELECT * INTO entry FROM ledger_entry WHERE key = the_key;
    IF FOUND THEN RETURN entry; END IF;
    SELECT * INTO held FROM benefit_reserve
    WHERE episode_id = the_episode AND account_id = the_account AND state = 'OPEN';
    drawn := least(paid, coalesce(held.amount, 0));
    IF authorized_by = '{}' THEN
        SELECT CASE
            WHEN bool_or(need.case_number = the_case) THEN ARRAY[the_case]
            WHEN count(*) FILTER (WHERE need.amount > 0) = 1
                THEN array_agg(need.case_number) FILTER (WHERE need.amount > 0)
            ELSE '{}' END INTO met
        FROM reserve_need AS need
        WHERE need.episode_id = the_episode AND need.account_id = the_account;
    END IF;
    SELECT coalesce(max(need.amount), 0) INTO others_need
    FROM reserve_need AS need
    WHERE need.episode_id = the_episode AND need.account_id = the_account AND need.case_number <> ALL(met);
    rest := CASE WHEN keep_rest THEN 0 ELSE greatest(coalesce(held.amount, 0) - drawn - others_need, 0) END;
    UPDATE benefit_account
    SET reserved = reserved - drawn - rest, consumed = consumed + paid, version = version + 1
    WHERE id = the_account AND reserved - drawn - rest + consumed + paid <= limit_amount
    RETURNING * INTO account;
    IF NOT FOUND THEN RETURN NULL; END IF;
    UPDATE member_year
    SET counted_visits = counted_visits + counted, checkups_used = checkups_used + checked,
        reserved_visits = reserved_visits - coalesce(held.visits, 0), version = version + 1
    WHERE id = the_year;
    INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, from_reserve,
        visits, checkups, reserved_after, consumed_after, available_after)
    VALUES (the_account, the_episode, the_case, 'CONSUME', the_key, the_time, paid, drawn, counted, checked,
        account.reserved + rest, account.consumed,
        account.limit_amount - account.reserved - rest - account.consumed)
    RETURNING * INTO entry;
    UPDATE reserve_need AS need
    SET amount = CASE WHEN keep_rest THEN greatest(need.amount - drawn, 0) ELSE 0 END
    WHERE need.episode_id = the_episode AND need.account_id = the_account AND need.case_number = ANY(met);
    IF held.id IS NOT NULL AND NOT keep_rest THEN
        -- A case that was settled never stands in for another one again, should it be reopened.
        INSERT INTO reserve_need (episode_id, account_id, case_number, amount)
        VALUES (the_episode, the_account, the_case, 0)
        ON CONFLICT DO NOTHING;
    END IF;
    IF held.id IS NOT NULL THEN
        UPDATE benefit_reserve
        SET amount = amount - drawn - rest, visits = 0,
            state = CASE WHEN amount > drawn + rest THEN 'OPEN' ELSE 'CONSUMED' END,
            resolved_at = CASE WHEN amount > drawn + rest THEN NULL ELSE the_time END
        WHERE id = held.id;
    END IF;
    IF rest > 0 OR held.visits > 0 THEN
        INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, visits,
            reserved_after, consumed_after, available_after)
        VALUES (the_account, the_episode, the_case, 'RELEASE', the_key || '/rest', the_time, rest,
            held.visits, account.reserved, account.consumed,
            account.limit_amount - account.reserved - account.consumed);
    END IF;
    IF borne > 0 THEN
        UPDATE deductible_account SET used = used + borne, version = version + 1
        WHERE id = bearing
        RETURNING * INTO STRICT deductible;
        INSERT INTO ledger_entry (deductible_account_id, episode_id, case_number, kind, key, at, amount,
            reserved_after, consumed_after, available_after)
        VALUES (bearing, the_episode, the_case, 'CONSUME', the_key || '/deductible', the_time, borne,
            0, deductible.used, deductible.limit_amount - deductible.used);
    END IF;
    RETURN entry;
END $$
"""


def upgrade() -> None:
    op.execute(f"DROP FUNCTION ledger_consume({PARAMETERS})")
    op.execute(CONSUME)


def downgrade() -> None:
    op.execute(f"DROP FUNCTION ledger_consume({PARAMETERS}, text[])")
    script = op.get_context().script
    assert script is not None  # a revision is run by the environment, which has one
    op.execute(script.get_revision(BEFORE).module.CONSUME)
