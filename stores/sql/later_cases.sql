-- Cases settled in the same member-year after a posting, whose figures may rest on it (A-50).

SELECT DISTINCT entry.case_number
FROM ledger_entry AS original
JOIN benefit_account AS account ON account.id = original.account_id
JOIN benefit_account AS sibling ON sibling.member_year_id = account.member_year_id
JOIN ledger_entry AS entry ON entry.account_id = sibling.id AND entry.id > original.id
WHERE original.key = %(posting_key)s
    AND entry.kind = 'CONSUME'
    AND entry.case_number <> %(case_number)s
    AND NOT EXISTS (SELECT FROM ledger_entry AS undone WHERE undone.reverses_id = entry.id)
ORDER BY entry.case_number
