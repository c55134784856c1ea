-- Hold at least the amount for a stay: raise what it holds already, or open its reserve.

WITH ask AS (
    SELECT %(account)s::uuid AS account, %(episode)s::uuid AS episode, %(case_number)s::text AS case_number,
        %(kind)s::text AS kind, %(key)s::text AS key, %(at)s::timestamptz AS at
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
    SELECT reserve.id, reserve.amount, reserve.visits, reserve.state
    FROM benefit_reserve AS reserve, ask, year
    WHERE reserve.episode_id = ask.episode AND reserve.account_id = ask.account
    FOR UPDATE OF reserve
), need AS (
    SELECT greatest(%(amount)s - coalesce(held.amount, 0), 0) AS amount,
        greatest(%(visits)s - coalesce(held.visits, 0), 0) AS visits
    FROM year LEFT JOIN held ON true
), account AS (
    UPDATE benefit_account SET reserved = reserved + need.amount, version = version + 1
    FROM ask, need
    WHERE id = ask.account AND reserved + consumed + need.amount <= limit_amount
    RETURNING member_year_id, limit_amount, reserved, consumed
), counted AS (
    UPDATE member_year SET reserved_visits = reserved_visits + need.visits, version = version + 1
    FROM account, need
    WHERE id = account.member_year_id
), raised AS (
    UPDATE benefit_reserve AS reserve
    SET amount = reserve.amount + need.amount, visits = reserve.visits + need.visits, state = 'OPEN',
        opened_at = CASE held.state WHEN 'OPEN' THEN opened_at ELSE ask.at END, resolved_at = NULL
    FROM ask, account, need, held
    WHERE reserve.id = held.id
), opened AS (
    INSERT INTO benefit_reserve (id, episode_id, account_id, amount, visits, state, opened_at)
    SELECT gen_random_uuid(), ask.episode, ask.account, need.amount, need.visits, 'OPEN', ask.at
    FROM ask, account, need
    WHERE NOT EXISTS (SELECT FROM held)
), posted AS (
    INSERT INTO ledger_entry (account_id, episode_id, case_number, kind, key, at, amount, visits,
        reserved_after, consumed_after, available_after)
    SELECT ask.account, ask.episode, ask.case_number, ask.kind, ask.key, ask.at, need.amount, need.visits,
        account.reserved, account.consumed, account.limit_amount - account.reserved - account.consumed
    FROM ask, account, need
    RETURNING *
)
SELECT * FROM posted UNION ALL SELECT * FROM recorded
