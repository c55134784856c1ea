-- The entry that an earlier run with the same key wrote.

SELECT * FROM ledger_entry WHERE key = %(key)s
