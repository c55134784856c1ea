SELECT CASE
        WHEN 0 = grouping(process) THEN 'process' WHEN 0 = grouping(assignee) THEN 'person'
        WHEN 0 = grouping(team) THEN 'team' WHEN 0 = grouping(hospital_code) THEN 'hospital'
    END AS facet,
    COALESCE(process, assignee, team, hospital_code, 'none') AS value,
    COALESCE(max(person_name) FILTER (WHERE assignee IS NOT NULL), '') AS person_name,
    COALESCE(max(hospital_name), '') AS hospital_name, COALESCE(max(hospital_name_en), '') AS hospital_name_en,
    count(*) AS cases
FROM scope GROUP BY GROUPING SETS (process, assignee, team, hospital_code)
