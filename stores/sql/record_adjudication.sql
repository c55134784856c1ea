-- Write down what was decided on a claim, and what later claims must know of it.

WITH decided AS (
    INSERT INTO decision (id, case_number, version, outcome, decided_by, co_signed_by, decided_at,
        accumulator_version, requested_amount, approved_amount, reason_codes, clauses, result)
    VALUES (%(decision)s, %(case_number)s, %(version)s, %(outcome)s, %(decided_by)s, %(co_signed_by)s, %(at)s,
        %(accumulator_version)s, %(requested)s, %(approved)s, %(reasons)s, %(clauses)s, %(result)s)
), lines AS (
    INSERT INTO decision_line (decision_id, ordinal, item, asked_amount, approved_amount, reason_code, clause)
    SELECT %(decision)s, line.*
    FROM unnest(%(ordinals)s::int[], %(items)s::text[], %(asked)s::bigint[], %(granted)s::bigint[],
        %(line_reasons)s::text[], %(line_clauses)s::text[]) AS line
), visits AS (
    INSERT INTO settled_visit (decision_id, member_year_id, type, benefit, facility, visited_on, number,
        counted, counter_group, copay_taken, brand)
    SELECT %(decision)s, %(member_year)s::uuid, visit.*
    FROM json_to_recordset(%(visits)s) AS visit (type text, benefit text, facility text, visited_on date,
        number smallint, counted boolean, counter_group text, copay_taken bigint, brand text)
), locks AS (
    INSERT INTO brand_lock (id, member_year_id, benefit, brand, locked_on, decision_id)
    SELECT gen_random_uuid(), %(member_year)s::uuid, lock.key, lock.value, %(on)s, %(decision)s
    FROM json_each_text(%(brands)s) AS lock
), bills AS (
    INSERT INTO claimed_invoice (decision_id, key, claimed_at)
    SELECT %(decision)s, bill, %(at)s FROM unnest(%(invoices)s::text[]) AS bill
)
INSERT INTO case_event (case_number, sequence, at, kind, actor, actor_role, from_stage, to_stage, detail,
    previous_hash, hash)
VALUES (%(case_number)s, %(sequence)s, %(at)s, %(kind)s, %(actor)s, %(actor_role)s, %(stage)s, %(stage)s,
    %(detail)s, %(previous_hash)s, %(hash)s)
