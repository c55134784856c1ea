"""Who may come in, what was looked at, what was allowed, and what is forgotten."""
