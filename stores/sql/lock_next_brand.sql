-- Where no brand is locked any more, the brand of the first visit that still stands is.

INSERT INTO brand_lock (id, member_year_id, benefit, brand, locked_on, decision_id)
SELECT gen_random_uuid(), first.member_year_id, first.benefit, first.brand, first.visited_on, first.decision_id
FROM (
    SELECT DISTINCT ON (visit.member_year_id, visit.benefit) visit.*
    FROM settled_visit AS visit JOIN decision ON decision.id = visit.decision_id
    WHERE visit.member_year_id = ANY(%(years)s) AND visit.reversed_at IS NULL AND visit.brand IS NOT NULL
    ORDER BY visit.member_year_id, visit.benefit, decision.decided_at, decision.id
) AS first
ON CONFLICT (member_year_id, benefit) WHERE ended_at IS NULL DO NOTHING
