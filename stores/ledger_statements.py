"""The statements of the ledger. Each movement is a function of the database, made by a migration.

It locks the member-year, looks for an entry with its key, moves, and writes its entry, each part seeing what
was committed before it: nobody else moves money of that year until the transaction ends.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"
_ENTRY = (
    "SELECT account_id, kind, id, amount, from_reserve, reserved_after, consumed_after, available_after FROM"
)
_MOVEMENT = "%(account)s, %(episode)s, %(case_number)s, %(key)s, %(at)s"

RESERVE = f"{_ENTRY} ledger_reserve({_MOVEMENT}, %(amount)s, %(visits)s)".encode()
RESOLVE = f"{_ENTRY} ledger_resolve({_MOVEMENT}, %(kind)s, %(keep)s, %(state)s)".encode()
CONSUME = (
    f"{_ENTRY} ledger_consume({_MOVEMENT}, %(amount)s, %(visits)s, %(checkups)s, %(deductible)s,"
    " %(deductible_account)s, %(keep_rest)s, %(authorized_by)s::text[])"
).encode()
REVERSE = f"{_ENTRY} ledger_reverse({_MOVEMENT}, %(posting_key)s)".encode()
AVAILABLE = (_FOLDER / "available.sql").read_bytes()
HELD = (_FOLDER / "held.sql").read_bytes()
LATER_CASES = (_FOLDER / "later_cases.sql").read_bytes()
