SELECT COALESCE(NULLIF(asked_of, ''), 'none') AS waiting_for, count(DISTINCT case_number) AS cases,
    count(*) AS pauses, count(*) FILTER (WHERE is_open) AS still_open, sum(to_at - from_at) AS total,
    max(to_at - from_at) AS longest
FROM pause WHERE to_at > from_at
GROUP BY waiting_for ORDER BY total DESC
