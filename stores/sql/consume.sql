-- Post a settled claim: the payment, the rest of the reserve, the deductible and the counters.

WITH ask AS (
    SELECT %(account)s::uuid AS account, %(episode)s::uuid AS episode, %(case_number)s::text AS case_number,
        %(kind)s::text AS kind, %(key)s::text AS key, %(at)s::timestamptz AS at, %(amount)s AS amount,
        %(visits)s AS visits, %(checkups)s AS checkups, %(deductible)s AS deductible,
        %(deductible_account)s::uuid AS deductible_account
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
), draw AS (
    SELECT least(ask.amount, coalesce(held.amount, 0)) AS drawn, coalesce(held.visits, 0) AS visits,
        CASE WHEN %(keep_rest)s THEN 0 ELSE greatest(coalesce(held.amount, 0) - ask.amount, 0) END AS rest
    FROM ask CROSS JOIN year LEFT JOIN held ON true
), account AS (
    UPDATE benefit_account
    SET reserved = reserved - drawn - rest, consumed = consumed + ask.amount, version = version + 1
    FROM ask, draw
    WHERE id = ask.account AND reserved - drawn - rest + consumed + ask.amount <= limit_amount
    RETURNING member_year_id, limit_amount, reserved, consumed
), counted AS (
    UPDATE member_year
    SET counted_visits = counted_visits + ask.visits, checkups_used = checkups_used + ask.checkups,
        reserved_visits = reserved_visits - draw.visits, version = version + 1
    FROM ask, account, draw
    WHERE id = account.member_year_id
), resolved AS (
    UPDATE benefit_reserve AS reserve
    SET amount = reserve.amount - drawn - rest, visits = 0,
        state = CASE WHEN reserve.amount > drawn + rest THEN 'OPEN' ELSE 'CONSUMED' END,
        resolved_at = CASE WHEN reserve.amount > drawn + rest THEN NULL ELSE ask.at END
    FROM ask, account, draw, held
    WHERE reserve.id = held.id
), borne AS (
    UPDATE deductible_account SET used = used + ask.deductible, version = version + 1
    FROM ask, account
    WHERE id = ask.deductible_account AND ask.deductible > 0
    RETURNING id, deductible_account.limit_amount, used
), movement AS (
    SELECT 1 AS place, ask.account AS account_id, NULL::uuid AS deductible_account_id, ask.kind, ask.key,
        ask.amount, drawn AS from_reserve, ask.visits, ask.checkups,
        account.reserved + rest AS reserved, account.consumed, account.limit_amount
    FROM ask, account, draw
    UNION ALL
    SELECT 2, ask.account, NULL, 'RELEASE', ask.key || '/rest',
        rest, 0, draw.visits, 0, account.reserved, account.consumed, account.limit_amount
    FROM ask, account, draw
    WHERE rest > 0 OR draw.visits > 0
    UNION ALL
    SELECT 3, NULL, borne.id, ask.kind, ask.key || '/deductible',
        ask.deductible, 0, 0, 0, 0, borne.used, borne.limit_amount
    FROM ask, borne
), posted AS (
    INSERT INTO ledger_entry (account_id, deductible_account_id, episode_id, case_number, kind, key, at,
        amount, from_reserve, visits, checkups, reserved_after, consumed_after, available_after)
    SELECT movement.account_id, movement.deductible_account_id, ask.episode, ask.case_number, movement.kind,
        movement.key, ask.at, movement.amount, movement.from_reserve, movement.visits, movement.checkups,
        reserved, consumed, limit_amount - reserved - consumed
    FROM ask, movement
    ORDER BY place
    RETURNING *
)
SELECT posted.* FROM posted, ask WHERE posted.key = ask.key
UNION ALL SELECT * FROM recorded
