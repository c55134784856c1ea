-- Give back what a stay holds beyond what it keeps, as a release or an expiry.

WITH ask AS (
    SELECT %(account)s::uuid AS account, %(episode)s::uuid AS episode, %(case_number)s::text AS case_number,
        %(kind)s::text AS kind, %(key)s::text AS key, %(at)s::timestamptz AS at, %(state)s::text AS state
), recorded AS (
    SELECT entry.* FROM ledger_entry AS entry, ask WHERE entry.key = ask.key
), year AS (
    SELECT member_year.id
    FROM ask
    JOIN benefit_account ON benefit_account.id = ask.account
    JOIN member_year ON member_year.id = benefit_account.member_year_id
    WHERE NOT EXISTS (SELECT FROM recorded)
    FOR NO KEY UPDATE OF member_year
), held AS (
    SELECT reserve.id, reserve.amount, reserve.visits
    FROM benefit_reserve AS reserve, ask, year
    WHERE reserve.episode_id = ask.episode AND reserve.account_id = ask.account AND reserve.state = 'OPEN'
    FOR UPDATE OF reserve
), freed AS (
    SELECT held.id, greatest(held.amount - %(keep)s, 0) AS amount,
        CASE ask.state WHEN 'OPEN' THEN 0 ELSE held.visits END AS visits
    FROM ask, held
), account AS (
    UPDATE benefit_account SET reserved = reserved - freed.amount, version = version + 1
    FROM ask, freed
    WHERE benefit_account.id = ask.account
    RETURNING member_year_id, limit_amount, reserved, consumed
), counted AS (
    UPDATE member_year SET reserved_visits = reserved_visits - freed.visits, version = version + 1
    FROM account, freed
    WHERE member_year.id = account.member_year_id
), resolved AS (
    UPDATE benefit_reserve AS reserve
    SET amount = reserve.amount - freed.amount, visits = reserve.visits - freed.visits, state = ask.state,
        resolved_at = CASE ask.state WHEN 'OPEN' THEN NULL ELSE ask.at END
    FROM ask, account, freed
    WHERE reserve.id = freed.id
), posted AS (
    INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, visits,
        reserved_after, consumed_after, available_after)
    SELECT ask.account, ask.episode, ask.case_number, ask.kind, ask.key, ask.at, freed.amount, freed.visits,
        account.reserved, account.consumed, account.limit_amount - account.reserved - account.consumed
    FROM ask, account, freed
    RETURNING *
)
SELECT * FROM posted UNION ALL SELECT * FROM recorded
