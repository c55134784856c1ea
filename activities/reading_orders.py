"""What the workflow of a reading asks, and what it gets back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.cases import Detail


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingReading:
    """A document to be read; ``ahead`` is case time less wall clock.

    ``confirmed``: people have said what it says, and only what does not fit is to be found anew.
    """

    case_number: str
    document_id: str
    ahead: timedelta
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOrder:
    """Read this document."""

    case_number: str
    document_id: str
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFinding:
    """A finding for the case that it is about."""

    key: str
    case_number: str
    refers: bool
    detail: Detail


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """What came of it: a state, and findings that are on record and that their cases should hear of."""

    state: str
    findings: tuple[ToldFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LateFindingOrder:
    """Put a finding on the record of a case that has ended."""

    finding: ToldFinding
    as_of: datetime
