SELECT wanted.*, count(*) OVER () AS total
FROM wanted LEFT JOIN standing ON standing.case_number = wanted.case_number
WHERE (standing.fits OR (standing.fits IS NULL AND %(state)s::text IS NULL AND %(clock)s::text IS NULL
    AND %(reason)s::text IS NULL))
    AND (%(waiting_for)s::text IS NULL OR waiting_on = %(waiting_for)s)
ORDER BY standing.is_held, standing.time_left, wanted.case_number
LIMIT %(limit)s OFFSET %(skipped)s
