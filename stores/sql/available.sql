-- What an account could still give to a stay: what nobody holds, and what the stay holds itself.

SELECT account.limit_amount - account.reserved - account.consumed + coalesce(reserve.amount, 0) AS available
FROM benefit_account AS account
LEFT JOIN benefit_reserve AS reserve
    ON reserve.account_id = account.id AND reserve.episode_id = %(episode)s
WHERE account.id = %(account)s
