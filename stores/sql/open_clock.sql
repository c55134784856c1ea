-- Open clocks of open cases with their state, as rules/clock_state.py says of one; given `Moments`.
moment AS (
    SELECT * FROM unnest(
        %(moment_versions)s::text[], %(moment_offsets)s::bigint[],
        %(moment_instants)s::timestamptz[], %(moment_soons)s::timestamptz[]
    ) AS moment (calendar_version, clock_offset_seconds, at, soon_until)
), open_clock AS (
    SELECT clock.case_number, clock.kind, clock.ordinal, clock.due_at, clock.held_since, moment.at,
        clock.state <> 'RUNNING' AS is_held,
        clock.as_carried ->> 'delay_reason' AS delay_reason, clock.kind = ANY(%(duties)s) AS is_duty,
        date_trunc('second', clock.due_at)
            - date_trunc('second', COALESCE(clock.held_since, moment.at)) AS time_left,
        CASE
            WHEN clock.kind = ANY(%(duties)s) AND date_trunc('second', clock.due_at)
                < date_trunc('second', COALESCE(clock.held_since, moment.at)) THEN 'BREACHED'
            WHEN clock.kind <> ALL(%(duties)s) AND date_trunc('second', clock.due_at)
                <= date_trunc('second', COALESCE(clock.held_since, moment.at)) THEN 'LAPSED'
            WHEN clock.held_since IS NOT NULL THEN 'PAUSED'
            WHEN clock.due_at <= moment.soon_until THEN 'DUE_SOON'
            ELSE 'RUNNING'
        END AS live_state
    FROM clock
    JOIN cases ON cases.case_number = clock.case_number
    JOIN moment ON moment.calendar_version = clock.calendar_version
        AND moment.clock_offset_seconds = cases.clock_offset_seconds
    WHERE clock.stopped_at IS NULL AND cases.closed_at IS NULL
)
