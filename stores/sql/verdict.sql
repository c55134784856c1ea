-- Duties that were met or breached in a period, as rules/clock_state.py says: met when done, breached when due.
reading AS (
    SELECT clock.case_number, clock.kind, clock.assignee, clock.due_at, clock.legal_due_at, clock.stopped_at,
        clock.state, clock.as_carried ->> 'delay_reason' AS delay_reason, cases.process, cases.hospital_code,
        COALESCE(
            clock.held_since, clock.stopped_at, %(now)s + cases.clock_offset_seconds * INTERVAL '1 second'
        ) AS read_at
    FROM clock JOIN cases ON cases.case_number = clock.case_number
    WHERE clock.kind = ANY(%(duties)s) AND (
        (clock.due_at >= %(starts_at)s AND clock.due_at < %(ends_at)s)
        OR (clock.stopped_at >= %(starts_at)s AND clock.stopped_at < %(ends_at)s)
    )
), verdict AS (
    SELECT reading.*, date_trunc('second', due_at) < date_trunc('second', read_at) AS is_breached,
        date_trunc('second', legal_due_at) < date_trunc('second', read_at) AS is_legally_breached
    FROM reading
)
