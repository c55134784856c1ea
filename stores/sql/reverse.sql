-- Undo a posting whole: the payment, the deductible and the counters.

WITH ask AS (
    SELECT %(account)s::uuid AS account, %(episode)s::uuid AS episode, %(case_number)s::text AS case_number,
        %(kind)s::text AS kind, %(key)s::text AS key, %(at)s::timestamptz AS at,
        %(posting_key)s::text AS posting_key
), recorded AS (
    SELECT entry.* FROM ledger_entry AS entry, ask WHERE entry.key = ask.key
), year AS (
    SELECT member_year.id
    FROM ask
    JOIN benefit_account ON benefit_account.id = ask.account
    JOIN member_year ON member_year.id = benefit_account.member_year_id
    WHERE NOT EXISTS (SELECT FROM recorded)
    FOR NO KEY UPDATE OF member_year
), original AS (
    SELECT entry.id, entry.account_id, entry.deductible_account_id, entry.amount, entry.visits,
        entry.checkups
    FROM ledger_entry AS entry, ask, year
    WHERE entry.key IN (ask.posting_key, ask.posting_key || '/deductible') AND entry.kind = 'CONSUME'
        AND NOT EXISTS (SELECT FROM ledger_entry AS undone WHERE undone.reverses_id = entry.id)
), account AS (
    UPDATE benefit_account SET consumed = consumed - original.amount, version = version + 1
    FROM ask, original
    WHERE benefit_account.id = ask.account AND original.account_id = ask.account
    RETURNING member_year_id, limit_amount, reserved, consumed
), given_back AS (
    UPDATE deductible_account AS deductible SET used = used - original.amount, version = version + 1
    FROM original, account
    WHERE deductible.id = original.deductible_account_id
    RETURNING deductible.id, deductible.limit_amount, used
), counted AS (
    UPDATE member_year
    SET counted_visits = counted_visits - original.visits,
        checkups_used = checkups_used - original.checkups, version = version + 1
    FROM account, original
    WHERE member_year.id = account.member_year_id AND original.account_id IS NOT NULL
), movement AS (
    SELECT 1 AS place, ask.key, original.*, account.reserved, account.consumed, account.limit_amount
    FROM ask, account, original
    WHERE original.account_id IS NOT NULL
    UNION ALL
    SELECT 2, ask.key || '/deductible', original.*, 0, given_back.used, given_back.limit_amount
    FROM ask, given_back
    JOIN original ON original.deductible_account_id = given_back.id
), posted AS (
    INSERT INTO ledger_entry (account_id, deductible_account_id, episode_id, case_number, kind, key, at,
        amount, visits, checkups, reverses_id, reserved_after, consumed_after, available_after)
    SELECT movement.account_id, movement.deductible_account_id, ask.episode, ask.case_number, ask.kind,
        movement.key, ask.at, movement.amount, movement.visits, movement.checkups, movement.id,
        reserved, consumed, limit_amount - reserved - consumed
    FROM ask, movement
    ORDER BY place
    RETURNING *
)
SELECT posted.* FROM posted, ask WHERE posted.key = ask.key
UNION ALL SELECT * FROM recorded
