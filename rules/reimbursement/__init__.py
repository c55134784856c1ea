"""Reimbursement: the family paid, and claims afterwards (domain 5.3)."""
