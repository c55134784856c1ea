judged AS (
    SELECT verdict.*, CASE WHEN is_breached THEN due_at ELSE stopped_at END AS judged_at
    FROM verdict WHERE is_breached OR state = 'MET'
)
