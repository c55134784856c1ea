-- What a claim is judged by: policy, terms, card, the accounts of its year, bills and visits seen before.

WITH year AS (
    SELECT * FROM member_year
    WHERE policy_id = %(policy)s::uuid AND %(on)s::date BETWEEN starts_on AND ends_on
)
SELECT policy.member_id, policy.effective_on, policy.expires_on, policy.terminated_on, policy.status,
    policy.purchase, policy.options, policy.schedule, policy.plan_version_id,
    (
        SELECT json_agg(json_build_object('id', plan.id, 'code', plan.code, 'hash', plan.content_hash))
        FROM plan_version AS plan
        WHERE plan.id = policy.plan_version_id
            OR (plan.code = policy.schedule ->> 'plan' AND policy.effective_on >= plan.in_force_from
                AND policy.effective_on <= coalesce(plan.in_force_to, policy.effective_on))
    ) AS plans,
    (SELECT card.status FROM e_card AS card WHERE card.policy_id = policy.id) AS card,
    year.id AS member_year_id, year_version(year.id) AS version, year.counted_visits, year.reserved_visits,
    year.checkups_used,
    (
        SELECT json_agg(json_build_array(account.benefit, account.id, account.limit_amount,
            account.limit_amount - account.reserved - account.consumed + coalesce(reserve.amount, 0),
            coalesce(reserve.visits, 0)))
        FROM benefit_account AS account
        LEFT JOIN benefit_reserve AS reserve
            ON reserve.account_id = account.id AND reserve.episode_id = %(episode)s::uuid
        WHERE account.member_year_id = year.id
    ) AS accounts,
    (
        SELECT json_agg(json_build_array(account.benefit, account.id, account.limit_amount,
            account.limit_amount - account.used))
        FROM deductible_account AS account
        WHERE account.member_year_id = year.id
    ) AS deductibles,
    (
        SELECT json_agg(json_build_array(lock.benefit, lock.brand, (
            SELECT max(hospital.brand_closed_on) FROM hospital WHERE hospital.brand = lock.brand
            HAVING bool_and(hospital.brand_closed_on IS NOT NULL)
        )))
        FROM brand_lock AS lock
        WHERE lock.member_year_id = year.id AND lock.ended_at IS NULL
    ) AS brands,
    (
        SELECT json_agg(json_build_array(alike.type, alike.number, alike.copay_taken, alike.counted))
        FROM (
            SELECT visit.type, min(visit.number) AS number, sum(visit.copay_taken) AS copay_taken,
                bool_or(visit.counted) AS counted
            FROM settled_visit AS visit
            WHERE visit.member_year_id = year.id AND visit.visited_on = %(on)s::date
                AND visit.facility = %(facility)s AND visit.reversed_at IS NULL AND visit.number IS NOT NULL
            GROUP BY visit.type
            ORDER BY visit.type
        ) AS alike
    ) AS visits,
    (
        SELECT json_object_agg(counter.counter_group, counter.visits)
        FROM (
            SELECT visit.counter_group, count(*) AS visits
            FROM settled_visit AS visit
            WHERE visit.member_year_id = year.id AND visit.reversed_at IS NULL AND visit.counted
            GROUP BY visit.counter_group
        ) AS counter
    ) AS counters,
    (
        SELECT json_agg(bill.key)
        FROM claimed_invoice AS bill
        WHERE bill.key = ANY(%(invoices)s::text[]) AND bill.reversed_at IS NULL
    ) AS invoices,
    (
        SELECT json_agg(DISTINCT decision.requested_amount)
        FROM settled_visit AS visit
        JOIN decision ON decision.id = visit.decision_id
        WHERE visit.member_year_id = year.id AND visit.visited_on = %(on)s::date
            AND visit.facility = %(facility)s AND visit.reversed_at IS NULL
            AND decision.result -> 'inputs' -> 'claim' ->> 'channel' <> %(channel)s::text
    ) AS bills,
    EXISTS (
        SELECT FROM settled_visit AS visit
        JOIN decision ON decision.id = visit.decision_id
        JOIN ledger_entry AS entry ON entry.case_number = decision.case_number AND entry.checkups > 0
        WHERE visit.member_year_id = year.id AND visit.visited_on = %(on)s::date AND visit.reversed_at IS NULL
            AND entry.kind = 'CONSUME'
            AND NOT EXISTS (SELECT FROM ledger_entry AS undone WHERE undone.reverses_id = entry.id)
    ) AS checkup_that_day
FROM policy
LEFT JOIN year ON true
WHERE policy.id = %(policy)s::uuid
