SELECT key, COALESCE(max(name), key) AS name, count(*) FILTER (WHERE NOT is_breached) AS met,
    count(*) FILTER (WHERE is_breached) AS breached,
    count(*) FILTER (WHERE is_breached AND stopped_at IS NULL) AS still_open,
    count(*) FILTER (WHERE is_legally_breached) AS legally_breached
FROM (
    SELECT judged_row.*,
        CASE %(by)s
            WHEN 'process' THEN process
            WHEN 'person' THEN COALESCE(assignee, 'none')
            WHEN 'team' THEN COALESCE(team, 'none')
            WHEN 'hospital' THEN COALESCE(hospital_code, 'none')
            WHEN 'clock' THEN kind
            WHEN 'reason' THEN
                CASE WHEN is_breached THEN COALESCE(NULLIF(delay_reason, ''), 'none') ELSE 'met' END
            WHEN 'week' THEN to_char(judged_at AT TIME ZONE 'Asia/Shanghai', 'IYYY-"W"IW')
        END AS key,
        CASE %(by)s WHEN 'person' THEN person_name WHEN 'hospital' THEN hospital_name END AS name
    FROM judged_row
) AS keyed
GROUP BY key ORDER BY key = 'none', key
