"""A suspended card stops direct billing; reimbursement and stays already guaranteed go on (R-133, A-24)."""

from rules.adjudication.claim import Approval
from rules.adjudication.visit import Visit
from rules.catalogue.benefits import ClaimChannel
from rules.reasons import ReasonCode
from rules.vocabulary import CardStatus, EncounterType

CLAUSE = ("R-133", "A-24")


def card_status(visit: Visit) -> None:
    """Refuses direct billing on a suspended card, except for an approved stay (domain 5.5)."""
    claim = visit.claim
    if claim.channel is not ClaimChannel.DIRECT_BILLING:
        return
    guaranteed = visit.type is EncounterType.INPATIENT and claim.approval is Approval.APPROVED
    if visit.before.card is CardStatus.SUSPENDED and not guaranteed:
        visit.refuse("card_status", ReasonCode.CARD_SUSPENDED, CLAUSE)
    else:
        visit.keep("card_status", CLAUSE)
