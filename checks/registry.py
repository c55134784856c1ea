"""Which rule answers which kind of case."""

from collections.abc import Callable, Mapping

from checks.adjudication import adjudication_check
from checks.deadlines import DEADLINE_CHECKS
from checks.entries import CaseEntry

Check = Callable[[CaseEntry], Mapping[str, object]]
"""Takes the inputs strictly, FieldProblemError for what is wrong with them; gives the actual field values."""

ADJUDICATION = "ADJUDICATION"
"""The kind of an entry that holds a claim."""

CHECKS: dict[str, Check] = {**DEADLINE_CHECKS, ADJUDICATION: adjudication_check}

KINDS = frozenset(CHECKS) | {ADJUDICATION, "ADVANCE_CEILING", "ADVANCE_SETTLEMENT", "ADVANCE_REQUEST"}
"""Every kind that a case file may hold; one without a check fails as having no rule yet."""
