"""A suspended card stops direct billing; reimbursement and stays already guaranteed go on (R-133, A-24)."""

from rules.adjudication.claim import Approval
from rules.adjudication.visit import Visit
from rules.catalogue.benefits import ClaimChannel
from rules.reasons import ReasonCode
from rules.vocabulary import CardStatus, EncounterType

CLAUSE = ("R-133", "A-24")
DIRECT_BILLING, SUSPENDED = ClaimChannel.DIRECT_BILLING, CardStatus.SUSPENDED


def card_status(visit: Visit) -> None:
    """Refuses direct billing on a suspended card, except for an approved stay (domain 5.5)."""
    if visit.claim.channel is not DIRECT_BILLING:
        return
    if visit.standing.card is SUSPENDED and not _guaranteed(visit):
        visit.refuse("card_status", ReasonCode.CARD_SUSPENDED, CLAUSE)
    else:
        visit.keep("card_status", CLAUSE)


def _guaranteed(visit: Visit) -> bool:
    return visit.type is EncounterType.INPATIENT and visit.claim.approval is Approval.APPROVED
