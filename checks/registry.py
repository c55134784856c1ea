"""Which rule answers which kind of case."""

from collections.abc import Callable, Mapping

from checks.adjudication import adjudication_check
from checks.deadlines import DEADLINE_CHECKS
from checks.entries import CaseEntry
from checks.settlement import SETTLEMENT_CHECKS

Check = Callable[[CaseEntry], Mapping[str, object]]
"""Takes the inputs strictly, FieldProblemError for what is wrong with them; gives the actual field values."""

ADJUDICATION = "ADJUDICATION"
"""The kind of an entry that holds a claim."""

CHECKS: dict[str, Check] = {
    ADJUDICATION: adjudication_check,
    **SETTLEMENT_CHECKS,
    **DEADLINE_CHECKS,
}

KINDS = frozenset(CHECKS)
"""Every kind that a case file may hold."""
