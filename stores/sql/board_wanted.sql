wanted AS (
    SELECT * FROM scope
    WHERE (%(process)s::text IS NULL OR process = %(process)s)
        AND (%(person)s::text IS NULL OR COALESCE(assignee, 'none') = %(person)s)
        AND (%(team)s::text IS NULL OR COALESCE(team, 'none') = %(team)s)
        AND (%(hospital)s::text IS NULL OR COALESCE(hospital_code, 'none') = %(hospital)s)
)
