"""What a reconciliation asks and answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FindingKind(StrEnum):
    """How a case's row differs from its workflow.

    STALE_ROW: the row says something else. NO_ROW: a workflow that runs has none. NO_WORKFLOW: an open case
    without one. CLOSED_WORKFLOW: an open case whose workflow has ended. LATE_TIMER: an instant that passed
    without anything happening. BEHIND_CALENDAR: told of a calendar, and has not followed. UNHEARD_CONSENT:
    a consent that it needs was taken back, or given again, and the case does not know.
    """

    STALE_ROW = "STALE_ROW"
    NO_ROW = "NO_ROW"
    NO_WORKFLOW = "NO_WORKFLOW"
    CLOSED_WORKFLOW = "CLOSED_WORKFLOW"
    LATE_TIMER = "LATE_TIMER"
    BEHIND_CALENDAR = "BEHIND_CALENDAR"
    UNHEARD_CONSENT = "UNHEARD_CONSENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One case that differed, and whether it agrees now."""

    case_number: str
    kind: FindingKind
    healed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileOrder:
    """Compare every open case; ``grace_seconds`` is how long a difference may last that is no difference."""

    began_at: datetime
    grace_seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """How many open cases were compared, and what differed."""

    compared: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """Keep the result of a reconciliation, once for its beginning."""

    began_at: datetime
    ended_at: datetime
    reconciled: Reconciled
