"""What the workflow of a hospital advance asks of its activities. Every order carries ``as_of``."""

from dataclasses import dataclass
from datetime import datetime

from rules.advances.case import AdvanceCase


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceAssessOrder:
    """Look at policy, hospital and balances of an advance."""

    case: AdvanceCase
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCaseOrder:
    """Open the case that follows from an advance, once."""

    case: AdvanceCase
    as_of: datetime
