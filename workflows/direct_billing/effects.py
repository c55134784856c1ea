"""What direct billing asks for beside claims and money, and the facts that answer."""

from dataclasses import dataclass
from enum import StrEnum

from rules.direct_billing.values import BillKind, HospitalBill
from rules.payments.values import NewAccount


class DeskFact(StrEnum):
    """What the system reports to a direct-billing case."""

    ELIGIBILITY_FOUND = "ELIGIBILITY_FOUND"
    BILL_WEIGHED = "BILL_WEIGHED"
    ACCOUNT_KEPT = "ACCOUNT_KEPT"
    CARD_CHANGED = "CARD_CHANGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVisit:
    """Effect: judge eligibility and hold the visit; the answer is ELIGIBILITY_FOUND."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighBill:
    """Effect: keep the bill, hold it against letter, last version and accounts; answered BILL_WEIGHED."""

    kind: BillKind
    bill: HospitalBill | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAccount:
    """Effect: keep an account that a person named; the answer is ACCOUNT_KEPT."""

    account: NewAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCard:
    """Effect: grey the card, or lift that; the answer is CARD_CHANGED."""

    suspend: bool
