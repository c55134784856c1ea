SELECT open_clock.live_state AS state, count(DISTINCT open_clock.case_number) AS cases
FROM wanted JOIN open_clock ON open_clock.case_number = wanted.case_number
WHERE (%(clock)s::text IS NULL OR open_clock.kind = %(clock)s)
    AND (%(reason)s::text IS NULL OR open_clock.delay_reason = %(reason)s)
    AND (%(waiting_for)s::text IS NULL OR wanted.waiting_on = %(waiting_for)s)
GROUP BY open_clock.live_state
