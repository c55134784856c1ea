"""What a policy year grants, and the ledger that keeps it."""
