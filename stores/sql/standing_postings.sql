-- What a case has taken from its policy year: postings that stand, and those that this reopening undid before.

SELECT entry.key, entry.account_id, entry.episode_id, entry.amount, undone.key AS undone_by
FROM ledger_entry AS entry
LEFT JOIN ledger_entry AS undone ON undone.reverses_id = entry.id
WHERE entry.case_number = %(case_number)s AND entry.kind = 'CONSUME' AND entry.account_id IS NOT NULL
    AND (undone.id IS NULL OR undone.key = %(key)s || '/' || entry.key)
ORDER BY entry.id
