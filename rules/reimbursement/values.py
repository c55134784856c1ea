"""Words and values of a reimbursement claim. Money in fen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.adjudication.claim import InvoiceState
from rules.payments.vocabulary import PaymentPurpose
from rules.vocabulary import DocumentKind


class Stage(StrEnum):
    """Where a claim stands (domain 5.0, 5.3)."""

    REPORTED = "REPORTED"
    SUBMITTED = "SUBMITTED"
    AWAITING_DOCS = "AWAITING_DOCS"
    DORMANT = "DORMANT"
    COMPLETE = "COMPLETE"
    BILL_ISSUE = "BILL_ISSUE"
    VERIFIED = "VERIFIED"
    AUTO = "AUTO"
    MANUAL = "MANUAL"
    INVESTIGATION = "INVESTIGATION"
    DETERMINED = "DETERMINED"
    RECONSIDERATION = "RECONSIDERATION"
    AGREED = "AGREED"
    PAY_FAILED = "PAY_FAILED"
    PAID = "PAID"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    CLOSED = "CLOSED"


FINAL_STAGES = frozenset({Stage.WITHDRAWN, Stage.CLOSED})

REVIEW_STAGES = (Stage.BILL_ISSUE, Stage.MANUAL, Stage.RECONSIDERATION)
"""Stages in which a person decides."""


class Source(StrEnum):
    """Where a claim comes from; one of an advance is settled by the advance's own case."""

    FAMILY = "FAMILY"
    ADVANCE = "ADVANCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFound:
    """What was found about one bill; ``claimed_before`` where another claim used it up."""

    key: str
    state: InvoiceState
    claimed_before: bool = False

    @property
    def clean(self) -> bool:
        """Whether nothing speaks against the bill."""
        return self.state is InvoiceState.VERIFIED and not self.claimed_before


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """What looking at the file against the tables says; the claim with its facts filled in is beside it."""

    required: tuple[DocumentKind, ...]
    bills: tuple[BillFound, ...] = ()
    originals_required: bool = False
    episode_id: str = ""
    guardian_id: str = ""
    payee_known: bool = True
    small: bool = False
    provider_known: bool = True
    papers_questioned: bool = False
    """Something that was read off a paper is for a person to weigh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """Paper on its way by courier (R-142), and what of it came."""

    carrier: str = ""
    tracking: str = ""
    sent_at: datetime | None = None
    received_at: datetime | None = None
    received: tuple[DocumentKind, ...] = ()
    absent: tuple[DocumentKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """Facts being checked; ``scope`` and ``findings`` are kept for the letter and the reviewer."""

    scope: str
    proposed_by: str
    approved_by: str = ""
    opened_at: datetime | None = None
    findings: str = ""
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it was approved and has no findings yet."""
        return self.opened_at is not None and self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nondisclosure:
    """Something that was not disclosed when the contract was made; from ``known_at`` the law counts (L-13).

    ``rescinded`` is None until underwriting answered.
    """

    known_at: datetime
    raised_by: str
    rescinded: bool | None = None
    concluded_by: str = ""

    @property
    def open(self) -> bool:
        """Whether the answer is still to come."""
        return self.rescinded is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """A payment that the claim owes. ``failure`` is the bank's reason of the last attempt."""

    key: str
    purpose: PaymentPurpose
    amount: int
    attempt: int = 1
    number: str = ""
    account: str = ""
    failure: str = ""
    reference: str = ""
    ordered_at: datetime | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What the family disagrees with; somebody else decides again. ``before`` is what was payable."""

    reason: str
    made_at: datetime
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """Interest for paying late, proposed to a person (L-06). ``approved`` is None until one decided."""

    days: int
    amount: int
    approved: bool | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ascertained:
    """The part of a claim that is certain already (L-08), and who says so."""

    amount: int
    stated_by: str
    stated_at: datetime
