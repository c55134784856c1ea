-- What a stay holds of an account.

SELECT amount FROM benefit_reserve
WHERE episode_id = %(episode)s AND account_id = %(account)s AND state = 'OPEN'
