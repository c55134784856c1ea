"""Move money in functions of the database.

A movement was one statement of a dozen parts: it was planned as a whole, badly while the ledger was small,
and had to be tried again after a lost race. In a function each part has a plan of its own, and sees what was
committed before it got the lock of the member-year.
"""

from alembic import op

revision = "2026_11_21_13"
down_revision = "2026_11_21_12"
branch_labels = None
depends_on = None

RESERVE = """
-- Hold at least the amount for a stay: raise what it holds already, or open its reserve.
CREATE FUNCTION ledger_reserve(the_account uuid, the_episode uuid, the_case text, the_key text,
    the_time timestamptz, wanted bigint, wanted_visits bigint)
RETURNS ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    the_year uuid;
    entry ledger_entry;
    held benefit_reserve;
    account benefit_account;
    more bigint;
    more_visits bigint;
BEGIN
    SELECT year.id INTO the_year
    FROM benefit_account AS one JOIN member_year AS year ON year.id = one.member_year_id
    WHERE one.id = the_account
    FOR NO KEY UPDATE OF year;
    SELECT * INTO entry FROM ledger_entry WHERE key = the_key;
    IF FOUND THEN RETURN entry; END IF;
    SELECT * INTO held FROM benefit_reserve WHERE episode_id = the_episode AND account_id = the_account;
    more := greatest(wanted - coalesce(held.amount, 0), 0);
    more_visits := greatest(wanted_visits - coalesce(held.visits, 0), 0);
    UPDATE benefit_account SET reserved = reserved + more, version = version + 1
    WHERE id = the_account AND reserved + consumed + more <= limit_amount
    RETURNING * INTO account;
    IF NOT FOUND THEN RETURN NULL; END IF;
    UPDATE member_year SET reserved_visits = reserved_visits + more_visits, version = version + 1
    WHERE id = the_year;
    IF held.id IS NULL THEN
        INSERT INTO benefit_reserve (id, episode_id, account_id, amount, visits, state, opened_at)
        VALUES (gen_random_uuid(), the_episode, the_account, more, more_visits, 'OPEN', the_time);
    ELSE
        UPDATE benefit_reserve
        SET amount = amount + more, visits = visits + more_visits, state = 'OPEN', resolved_at = NULL,
            opened_at = CASE state WHEN 'OPEN' THEN opened_at ELSE the_time END
        WHERE id = held.id;
    END IF;
    INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, visits,
        reserved_after, consumed_after, available_after)
    VALUES (the_account, the_episode, the_case, 'RESERVE', the_key, the_time, more, more_visits,
        account.reserved, account.consumed, account.limit_amount - account.reserved - account.consumed)
    RETURNING * INTO entry;
    RETURN entry;
END $$
"""

RESOLVE = """
-- Give back what a stay holds beyond what it keeps, as a release or an expiry.
CREATE FUNCTION ledger_resolve(the_account uuid, the_episode uuid, the_case text, the_key text,
    the_time timestamptz, the_kind text, kept bigint, the_state text)
RETURNS ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    the_year uuid;
    entry ledger_entry;
    held benefit_reserve;
    account benefit_account;
    freed bigint;
    freed_visits bigint;
BEGIN
    SELECT year.id INTO the_year
    FROM benefit_account AS one JOIN member_year AS year ON year.id = one.member_year_id
    WHERE one.id = the_account
    FOR NO KEY UPDATE OF year;
    SELECT * INTO entry FROM ledger_entry WHERE key = the_key;
    IF FOUND THEN RETURN entry; END IF;
    SELECT * INTO held FROM benefit_reserve
    WHERE episode_id = the_episode AND account_id = the_account AND state = 'OPEN';
    IF NOT FOUND THEN RETURN NULL; END IF;
    freed := greatest(held.amount - kept, 0);
    freed_visits := CASE the_state WHEN 'OPEN' THEN 0 ELSE held.visits END;
    UPDATE benefit_account SET reserved = reserved - freed, version = version + 1
    WHERE id = the_account
    RETURNING * INTO account;
    UPDATE member_year SET reserved_visits = reserved_visits - freed_visits, version = version + 1
    WHERE id = the_year;
    UPDATE benefit_reserve
    SET amount = amount - freed, visits = visits - freed_visits, state = the_state,
        resolved_at = CASE the_state WHEN 'OPEN' THEN NULL ELSE the_time END
    WHERE id = held.id;
    INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, visits,
        reserved_after, consumed_after, available_after)
    VALUES (the_account, the_episode, the_case, the_kind, the_key, the_time, freed, freed_visits,
        account.reserved, account.consumed, account.limit_amount - account.reserved - account.consumed)
    RETURNING * INTO entry;
    RETURN entry;
END $$
"""

CONSUME = """
-- Post a settled claim: the payment, the rest of the reserve, the deductible and the counters.
CREATE FUNCTION ledger_consume(the_account uuid, the_episode uuid, the_case text, the_key text,
    the_time timestamptz, paid bigint, counted bigint, checked bigint, borne bigint, bearing uuid,
    keep_rest boolean)
RETURNS ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    the_year uuid;
    entry ledger_entry;
    held benefit_reserve;
    account benefit_account;
    deductible deductible_account;
    drawn bigint;
    rest bigint;
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
    rest := CASE WHEN keep_rest THEN 0 ELSE coalesce(held.amount, 0) - drawn END;
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

REVERSE = """
-- Undo a posting whole: the payment, the deductible and the counters.
CREATE FUNCTION ledger_reverse(the_account uuid, the_episode uuid, the_case text, the_key text,
    the_time timestamptz, posting_key text)
RETURNS ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    the_year uuid;
    entry ledger_entry;
    original ledger_entry;
    borne ledger_entry;
    account benefit_account;
    deductible deductible_account;
BEGIN
    SELECT year.id INTO the_year
    FROM benefit_account AS one JOIN member_year AS year ON year.id = one.member_year_id
    WHERE one.id = the_account
    FOR NO KEY UPDATE OF year;
    SELECT * INTO entry FROM ledger_entry WHERE key = the_key;
    IF FOUND THEN RETURN entry; END IF;
    SELECT * INTO original FROM ledger_entry AS posting
    WHERE posting.key = posting_key AND posting.kind = 'CONSUME' AND posting.account_id = the_account
        AND NOT EXISTS (SELECT FROM ledger_entry AS undone WHERE undone.reverses_id = posting.id);
    IF NOT FOUND THEN RETURN NULL; END IF;
    UPDATE benefit_account SET consumed = consumed - original.amount, version = version + 1
    WHERE id = the_account
    RETURNING * INTO account;
    UPDATE member_year
    SET counted_visits = counted_visits - original.visits,
        checkups_used = checkups_used - original.checkups, version = version + 1
    WHERE id = the_year;
    INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, visits, checkups,
        reverses_id, reserved_after, consumed_after, available_after)
    VALUES (the_account, the_episode, the_case, 'REVERSE', the_key, the_time, original.amount,
        original.visits, original.checkups, original.id, account.reserved, account.consumed,
        account.limit_amount - account.reserved - account.consumed)
    RETURNING * INTO entry;
    SELECT * INTO borne FROM ledger_entry
    WHERE key = posting_key || '/deductible' AND kind = 'CONSUME';
    IF FOUND THEN
        UPDATE deductible_account SET used = used - borne.amount, version = version + 1
        WHERE id = borne.deductible_account_id
        RETURNING * INTO STRICT deductible;
        INSERT INTO ledger_entry (deductible_account_id, episode_id, case_number, kind, key, at, amount,
            reverses_id, reserved_after, consumed_after, available_after)
        VALUES (borne.deductible_account_id, the_episode, the_case, 'REVERSE', the_key || '/deductible',
            the_time, borne.amount, borne.id, 0, deductible.used, deductible.limit_amount - deductible.used);
    END IF;
    RETURN entry;
END $$
"""


def upgrade() -> None:
    for function in (RESERVE, RESOLVE, CONSUME, REVERSE):
        op.execute(function)


def downgrade() -> None:
    op.execute("DROP FUNCTION ledger_reserve, ledger_resolve, ledger_consume, ledger_reverse")
