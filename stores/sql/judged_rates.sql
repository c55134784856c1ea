SELECT kind, count(*) AS judged, count(*) FILTER (WHERE is_breached) AS breached
FROM judged_row GROUP BY kind
