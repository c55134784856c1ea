"""What people say to a reimbursement claim. One object a message; money in fen."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.adjudication.claim import Claim
from rules.cases import AttachedDocument
from rules.permissions import Action
from rules.vocabulary import DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitClaim:
    """The claim that was reported, with the day on which the guardian signed the form (L-28)."""

    action: Literal[Action.SUBMIT_CLAIM] = Action.SUBMIT_CLAIM
    claim: Claim
    form_signed_on: date
    documents: tuple[AttachedDocument, ...] = ()
    until_on: date | None = None
    accident: bool = False
    paper_originals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOriginals:
    """The paper is on its way by courier (R-142)."""

    action: Literal[Action.SEND_ORIGINALS] = Action.SEND_ORIGINALS
    carrier: str
    tracking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOriginals:
    """The paper came; ``absent`` was announced and is not in the envelope."""

    action: Literal[Action.RECEIVE_ORIGINALS] = Action.RECEIVE_ORIGINALS
    kinds: tuple[DocumentKind, ...]
    absent: tuple[DocumentKind, ...] = ()
    tracking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyBills:
    """A person looked a bill up and found it in order: its ``keys``, and how that was verified."""

    action: Literal[Action.VERIFY_BILLS] = Action.VERIFY_BILLS
    keys: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectClaim:
    """The claim as it should have been written, and why; it is judged anew."""

    action: Literal[Action.CORRECT_CLAIM] = Action.CORRECT_CLAIM
    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigateClaim:
    """Facts have to be checked elsewhere: the written scope, which a supervisor approves."""

    action: Literal[Action.INVESTIGATE_CLAIM] = Action.INVESTIGATE_CLAIM
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFindings:
    """What an investigation found; the claim goes back to review."""

    action: Literal[Action.RECORD_FINDINGS] = Action.RECORD_FINDINGS
    findings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDecision:
    """The family agrees to what was determined."""

    action: Literal[Action.ACCEPT_DECISION] = Action.ACCEPT_DECISION


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToDecision:
    """The family disagrees, with its reason: another person decides again."""

    action: Literal[Action.OBJECT_TO_DECISION] = Action.OBJECT_TO_DECISION
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateAscertained:
    """The part of the claim that is certain already; it is paid on day 60 (L-08)."""

    action: Literal[Action.STATE_ASCERTAINED] = Action.STATE_ASCERTAINED
    amount: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAccount:
    """Where the family wants its money; the case keeps the masked number only (L-35)."""

    action: Literal[Action.CORRECT_ACCOUNT] = Action.CORRECT_ACCOUNT
    holder: str
    number: str
    bank: str
    bank_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayClaimAgain:
    """A payment that finance turned down, or the bank rejected, is ordered again."""

    action: Literal[Action.PAY_CLAIM_AGAIN] = Action.PAY_CLAIM_AGAIN
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCompensation:
    """The interest proposed for late payment is paid, or not, with the reason (L-06)."""

    action: Literal[Action.SETTLE_COMPENSATION] = Action.SETTLE_COMPENSATION
    approve: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseNondisclosure:
    """We learn of something that was not disclosed when the contract was made: what, and how we know."""

    action: Literal[Action.RAISE_NONDISCLOSURE] = Action.RAISE_NONDISCLOSURE
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeNondisclosure:
    """What underwriting answered: the contract is rescinded, or stands, with the reason (L-13)."""

    action: Literal[Action.CONCLUDE_NONDISCLOSURE] = Action.CONCLUDE_NONDISCLOSURE
    rescind: bool
    reason: str


ReimbursementAct = (
    SubmitClaim
    | SendOriginals
    | ReceiveOriginals
    | VerifyBills
    | CorrectClaim
    | InvestigateClaim
    | RecordFindings
    | AcceptDecision
    | ObjectToDecision
    | StateAscertained
    | CorrectAccount
    | PayClaimAgain
    | SettleCompensation
    | RaiseNondisclosure
    | ConcludeNondisclosure
)
"""Joined into the messages of every case."""
