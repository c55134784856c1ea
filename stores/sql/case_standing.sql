-- Where a case stands before a claim of it is judged: its last event, a decision made with the same key,
-- and a settlement that is neither reversed nor an interim one.

SELECT
    (
        SELECT json_build_array(event.sequence, event.hash) FROM case_event AS event
        WHERE event.case_number = %(case_number)s
        ORDER BY event.sequence DESC
        LIMIT 1
    ) AS last_event,
    (
        SELECT decision.id FROM decision
        JOIN settled_visit AS visit ON visit.decision_id = decision.id
        WHERE decision.case_number = %(case_number)s AND visit.reversed_at IS NULL
            AND NOT (decision.result ->> 'interim')::boolean
        LIMIT 1
    ) AS settled_by,
    made.case_number AS made_for, made.outcome, made.accumulator_version, made.result
FROM (SELECT) AS one
LEFT JOIN decision AS made ON made.id = %(decision)s::uuid
