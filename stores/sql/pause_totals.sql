pause AS (
    SELECT DISTINCT clock.case_number, said.question_id, said.asked_of, said.to_at IS NULL AS is_open,
        GREATEST(said.from_at, %(starts_at)s) AS from_at,
        LEAST(
            COALESCE(said.to_at, %(now)s + cases.clock_offset_seconds * INTERVAL '1 second'), %(ends_at)s
        ) AS to_at
    FROM clock
    CROSS JOIN jsonb_to_recordset(clock.intervals)
        AS said (question_id text, asked_of text, from_at timestamptz, to_at timestamptz)
    JOIN cases ON cases.case_number = clock.case_number
    LEFT JOIN staff ON cases.assignee = 'staff:' || staff.id::text
    WHERE clock.intervals <> '[]'
        AND (%(own_team)s::text IS NULL OR staff.team = %(own_team)s)
        AND (%(process)s::text IS NULL OR cases.process = %(process)s)
        AND (%(person)s::text IS NULL OR COALESCE(cases.assignee, 'none') = %(person)s)
        AND (%(team)s::text IS NULL OR COALESCE(staff.team, 'none') = %(team)s)
        AND (%(hospital)s::text IS NULL OR COALESCE(cases.hospital_code, 'none') = %(hospital)s)
)
