SELECT 'open_cases' AS metric, process, '' AS label, count(*) AS value
FROM cases WHERE closed_at IS NULL GROUP BY process
UNION ALL
SELECT 'escalated_cases', process, '', count(*)
FROM cases WHERE closed_at IS NULL AND escalated GROUP BY process
UNION ALL
SELECT 'open_clocks', cases.process, open_clock.live_state, count(*)
FROM open_clock JOIN cases ON cases.case_number = open_clock.case_number
GROUP BY cases.process, open_clock.live_state
UNION ALL
SELECT 'time_to_due', cases.process,
    width_bucket(EXTRACT(EPOCH FROM open_clock.time_left), %(bounds)s::numeric[])::text, count(*)
FROM open_clock JOIN cases ON cases.case_number = open_clock.case_number
WHERE open_clock.is_duty AND open_clock.held_since IS NULL
GROUP BY 2, 3
UNION ALL
SELECT 'seconds_to_due', cases.process, '', sum(EXTRACT(EPOCH FROM open_clock.time_left))
FROM open_clock JOIN cases ON cases.case_number = open_clock.case_number
WHERE open_clock.is_duty AND open_clock.held_since IS NULL
GROUP BY cases.process
UNION ALL
SELECT 'breaches', process, '', count(*)
FROM verdict WHERE is_breached AND due_at >= %(starts_at)s AND due_at < %(ends_at)s GROUP BY process
UNION ALL
SELECT 'escalations', left(case_number, 2), detail ->> 'milestone', count(*)
FROM case_event
WHERE recorded_at >= %(now)s - INTERVAL '1 day' AND kind = 'MILESTONE'
    AND detail ->> 'milestone' = ANY(%(escalations)s)
GROUP BY 2, 3
