"""The statements of the ledger. Each movement is a function of the database, made by a migration.

It locks the member-year, looks for an entry with its key, moves, and writes its entry, each part seeing what
was committed before it: nobody else moves money of that year until the transaction ends.
"""

from pathlib import Path

from stores.benefits.direct_call import DirectCall

_FOLDER = Path(__file__).parent.parent / "sql"
_ENTRY = (
    "SELECT account_id, kind, id, amount, from_reserve, reserved_after, consumed_after, available_after FROM"
)
_MOVEMENT = ("account", "episode", "case_number", "key", "at")


def _call(function: str, *figures: str) -> DirectCall:
    parameters = (*_MOVEMENT, *figures)
    places = ", ".join(f"${place}" for place in range(1, len(parameters) + 1))
    return DirectCall(f"{_ENTRY} {function}({places})".encode(), parameters)


RESERVE = _call("ledger_reserve", "amount", "visits")
RESOLVE = _call("ledger_resolve", "kind", "keep", "state")
CONSUME = _call(
    "ledger_consume",
    "amount",
    "visits",
    "checkups",
    "deductible",
    "deductible_account",
    "keep_rest",
    "authorized_by",
)
REVERSE = _call("ledger_reverse", "posting_key")
AVAILABLE = (_FOLDER / "available.sql").read_bytes()
HELD = (_FOLDER / "held.sql").read_bytes()
LATER_CASES = (_FOLDER / "later_cases.sql").read_bytes()
