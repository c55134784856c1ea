"""Straight-through or to a person: the reasons that a claim gives a person to look (domain 5.3)."""

from collections.abc import Iterator

from rules.adjudication.claim import Claim, InvoiceState
from rules.adjudication.holding import Hold
from rules.claims.values import Concern, JudgedClaim
from rules.roles import AUTOMATIC_LIMIT
from rules.vocabulary import EncounterType

ADMISSIONS = (EncounterType.INPATIENT, EncounterType.SPECIAL_OUTPATIENT)


def concerns_of_claim(claim: Claim, *, hold: bool) -> tuple[str, ...]:
    """What speaks against paying without a person, before the claim is judged."""
    return tuple(_of_claim(claim, hold))


def _of_claim(claim: Claim, hold: bool) -> Iterator[Concern]:
    if hold:
        yield Concern.FRAUD_HOLD
    if claim.documents_missing:
        yield Concern.FILE_INCOMPLETE
    if any(invoice.state is not InvoiceState.VERIFIED for invoice in claim.invoices):
        yield Concern.BILL_ISSUE
    if claim.encounter.type in ADMISSIONS:
        yield Concern.INPATIENT


def concerns_after_judgment(before: tuple[str, ...], judged: JudgedClaim) -> tuple[str, ...]:
    """Those, and what judging found: referrals, flags, what is to be confirmed, the amount."""
    return tuple(dict.fromkeys((*before, *_of_judgment(judged))))


def _of_judgment(judged: JudgedClaim) -> Iterator[str]:
    if judged.hold is Hold.POLICY_PENDING:
        yield Concern.POLICY_PENDING
    if judged.payable > AUTOMATIC_LIMIT:
        yield Concern.ABOVE_AUTOMATIC_LIMIT
    yield from judged.referred_for
    yield from judged.to_confirm
    yield from judged.flags
