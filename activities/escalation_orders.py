"""What workflows ask about people: whom a milestone reaches, who stands in for whom."""

from dataclasses import dataclass
from datetime import datetime

from rules.deadlines import MilestoneKind
from rules.escalated import Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationOrder:
    """A milestone was reached: what does the ladder say, and to whom?"""

    case_number: str
    ladder: str
    milestone: MilestoneKind
    reached: Reached
    policy_id: str
    assignee: str
    watchers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealOrder:
    """Somebody is away: who takes the case?"""

    case_number: str
    person: str
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """Who does the work now, or the same person; ``deliver_at`` is when they learn of it."""

    person: str
    chain: tuple[str, ...]
    looped: bool
    deliver_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceNews:
    """Told to a case: that person is away from now on."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePage:
    """A page of the open cases of somebody who is away; empty once the absence was taken back."""

    absence_id: str
    staff_id: str
    after: str = ""
