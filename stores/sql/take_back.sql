-- A reopened case's settled visits, bills and brand locks no longer count; the next visit's brand is locked.

WITH undone AS (
    UPDATE settled_visit AS visit SET reversed_at = %(at)s
    FROM decision
    WHERE decision.id = visit.decision_id AND decision.case_number = %(case_number)s
        AND visit.reversed_at IS NULL
    RETURNING visit.decision_id, visit.member_year_id
), bills AS (
    UPDATE claimed_invoice AS bill SET reversed_at = %(at)s
    FROM undone
    WHERE bill.decision_id = undone.decision_id AND bill.reversed_at IS NULL
), ended AS (
    UPDATE brand_lock AS lock SET ended_at = %(at)s
    FROM undone
    WHERE lock.decision_id = undone.decision_id AND lock.ended_at IS NULL
    RETURNING lock.member_year_id, lock.benefit
)
SELECT (SELECT array_agg(DISTINCT decision_id ORDER BY decision_id) FROM undone) AS decisions,
    (SELECT array_agg(DISTINCT member_year_id) FROM ended) AS unlocked
