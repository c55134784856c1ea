"""The moves of a reimbursement claim, by where they belong: intake, review, determination, payment."""
