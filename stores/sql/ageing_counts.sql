SELECT wanted.process,
    width_bucket(
        EXTRACT(EPOCH FROM %(now)s - wanted.opened_at) + wanted.clock_offset_seconds, %(ages)s::numeric[]
    ) AS age, count(*) AS cases, count(*) FILTER (WHERE late.case_number IS NOT NULL) AS breached
FROM wanted LEFT JOIN (
    SELECT DISTINCT case_number FROM open_clock WHERE live_state = 'BREACHED'
) AS late ON late.case_number = wanted.case_number
GROUP BY wanted.process, age ORDER BY wanted.process, age
