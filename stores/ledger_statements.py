"""The statements of the ledger, one file of SQL each.

Each movement locks the member-year first, moves, and writes its entry. A statement sees the database as
it was when it began, plus the newest version of every row that it locks or updates. What it can still
miss is a row that a rival has just inserted: then a unique constraint (the entry's key, the reserve's
stay and account, the reversed entry) stops it, and it runs again.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"

RESERVE = (_FOLDER / "reserve.sql").read_bytes()
RESOLVE = (_FOLDER / "resolve.sql").read_bytes()
CONSUME = (_FOLDER / "consume.sql").read_bytes()
REVERSE = (_FOLDER / "reverse.sql").read_bytes()
RECORDED = (_FOLDER / "recorded.sql").read_bytes()
AVAILABLE = (_FOLDER / "available.sql").read_bytes()
HELD = (_FOLDER / "held.sql").read_bytes()
LATER_CASES = (_FOLDER / "later_cases.sql").read_bytes()
