"""What direct billing asks of activities, and what it gets back. Money in fen; orders carry ``as_of``."""

from dataclasses import dataclass
from datetime import datetime

from rules.adjudication.claim import Claim
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import BillKind, Eligibility, HospitalBill, Promise, Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOrder:
    """Judge whether the card may be billed, and hold the visit's place and amount; once a ``key``.

    ``confirmed``: a person answered what the rules could not tell.
    """

    case: DirectBillingCase
    key: str
    as_of: datetime
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAnswer:
    """What the desk is told, and what is held for the visit now."""

    eligibility: Eligibility
    reserved: int = 0
    year_version: int = 0
    episode_id: str = ""
    guardian_id: str = ""
    promise: Promise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillOrder:
    """Keep a version of the bill and weigh it; without ``bill`` the newest one is weighed again."""

    case: DirectBillingCase
    kind: BillKind
    as_of: datetime
    bill: HospitalBill | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillAnswer:
    """The bill held against letter and accounts, and the claim that it makes."""

    weighed: Weighed
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOrder:
    """Grey the card for an overdue copay, or lift that where nothing is overdue any more."""

    case_number: str
    policy_id: str
    as_of: datetime
    suspend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    """Whether the card was changed by this; a card that others hold back stays as it is."""

    suspended: bool
    changed: bool
