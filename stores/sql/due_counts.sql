SELECT due_on, kind, count(*) AS clocks, count(*) FILTER (WHERE assignee IS NULL) AS unassigned
FROM (
    SELECT wanted.assignee, open_clock.kind,
        CAST((
            open_clock.due_at + (%(offset)s - wanted.clock_offset_seconds) * INTERVAL '1 second'
                - INTERVAL '1 microsecond'
        ) AT TIME ZONE 'Asia/Shanghai' AS date) AS due_on
    FROM wanted JOIN open_clock ON open_clock.case_number = wanted.case_number
    WHERE open_clock.is_duty AND open_clock.live_state IN ('RUNNING', 'DUE_SOON')
) AS upcoming
WHERE due_on <= %(until_on)s
GROUP BY due_on, kind ORDER BY due_on, kind
