"""What people say to a direct-billing case. One object a message; money in fen."""

from dataclasses import dataclass
from typing import Literal

from rules.cases import AttachedDocument
from rules.direct_billing.case import DebtReason
from rules.direct_billing.values import HospitalBill
from rules.payments.values import NewAccount
from rules.permissions import Action
from rules.reasons import ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmEligibility:
    """A person's answer where the rules could not tell."""

    action: Literal[Action.CONFIRM_ELIGIBILITY] = Action.CONFIRM_ELIGIBILITY
    eligible: bool
    reason_code: ReasonCode | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitBill:
    """A version of the bill, with the papers behind it; a signed one ends the visit."""

    action: Literal[Action.SUBMIT_BILL] = Action.SUBMIT_BILL
    bill: HospitalBill
    documents: tuple[AttachedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """What a person says of a charge; None: it is covered as billed."""

    line_id: str
    finding: ReasonCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLines:
    """Charges ruled on. ``we_recover``: cost outside cover is honored and recovered from the family."""

    action: Literal[Action.RULE_LINES] = Action.RULE_LINES
    lines: tuple[LineEntry, ...] = ()
    we_recover: bool | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizeDischarge:
    """The discharge bill is accepted as priced; the child may leave."""

    action: Literal[Action.AUTHORIZE_DISCHARGE] = Action.AUTHORIZE_DISCHARGE
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAgain:
    """A failed payment goes out again, to another account where one is named."""

    action: Literal[Action.PAY_AGAIN] = Action.PAY_AGAIN
    account: NewAccount | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRecovery:
    """Cost outside cover that was found after the family had left; a supervisor approves."""

    action: Literal[Action.PROPOSE_RECOVERY] = Action.PROPOSE_RECOVERY
    reasons: tuple[DebtReason, ...]
    explanation: str


DirectBillingBody = (
    ConfirmEligibility | SubmitBill | RuleLines | AuthorizeDischarge | PayAgain | ProposeRecovery
)
