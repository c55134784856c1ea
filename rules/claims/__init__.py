"""Judging and deciding a claim, as direct billing and reimbursement share it."""
