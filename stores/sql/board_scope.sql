scope AS (
    SELECT cases.case_number, cases.process, cases.stage, cases.hospital_code, cases.assignee, staff.team,
        staff.name AS person_name, hospital.name AS hospital_name,
        hospital.name_en AS hospital_name_en, cases.waiting_on, cases.emergency,
        cases.escalated, cases.opened_at, cases.clock_offset_seconds
    FROM cases
    LEFT JOIN staff ON cases.assignee = 'staff:' || staff.id::text
    LEFT JOIN hospital ON hospital.code = cases.hospital_code
    WHERE cases.closed_at IS NULL AND (%(own_team)s::text IS NULL OR staff.team = %(own_team)s OR cases.assignee IS NULL)
)
