standing AS (
    SELECT case_number, bool_and(is_held) AS is_held,
        (array_agg(time_left ORDER BY is_held, due_at))[1] AS time_left,
        bool_or((%(state)s::text IS NULL OR live_state = %(state)s)
            AND (%(clock)s::text IS NULL OR kind = %(clock)s)
            AND (%(reason)s::text IS NULL OR delay_reason = %(reason)s)) AS fits
    FROM open_clock GROUP BY case_number
)
