"""What pre-authorization decides: triggers, cover on the planned date, documents, dates (R-080 to R-091)."""
