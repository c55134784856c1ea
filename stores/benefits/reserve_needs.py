"""What each case needs of the reserve that it shares with the other cases of its stay (A-29)."""

import psycopg

from stores.benefits.ledger import Movement

_KEEP = """
INSERT INTO reserve_need (episode_id, account_id, case_number, amount)
VALUES (%(episode)s, %(account)s, %(case_number)s, %(amount)s)
ON CONFLICT (episode_id, account_id, case_number) DO UPDATE SET amount = excluded.amount
"""
_MOST = "SELECT max(amount) FROM reserve_need WHERE episode_id = %(episode)s AND account_id = %(account)s"


def keep(connection: psycopg.Connection, movement: Movement, amount: int) -> int:
    """Keep that the case of the movement needs ``amount`` fen now; the most that any case of its stay needs.

    Nothing that the stay holds up to that figure may be given back. The caller holds the member-year, and
    moves the ledger in the same transaction.
    """
    values = {
        "episode": movement.episode_id,
        "account": movement.account_id,
        "case_number": movement.case_number,
        "amount": amount,
    }
    connection.execute(_KEEP, values)
    row = connection.execute(_MOST, values).fetchone()
    assert row is not None  # the case's own
    return int(row[0])
