judged_row AS (
    SELECT judged.*, staff.name AS person_name, staff.team, hospital.name AS hospital_name
    FROM judged
    LEFT JOIN staff ON judged.assignee = 'staff:' || staff.id::text
    LEFT JOIN hospital ON hospital.code = judged.hospital_code
    WHERE judged_at >= %(starts_at)s AND judged_at < %(ends_at)s
        AND (%(own_team)s::text IS NULL OR staff.team = %(own_team)s)
        AND (%(process)s::text IS NULL OR process = %(process)s)
        AND (%(person)s::text IS NULL OR COALESCE(judged.assignee, 'none') = %(person)s)
        AND (%(team)s::text IS NULL OR COALESCE(staff.team, 'none') = %(team)s)
        AND (%(hospital)s::text IS NULL OR COALESCE(judged.hospital_code, 'none') = %(hospital)s)
)
