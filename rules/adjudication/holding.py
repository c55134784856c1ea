"""When a result may not be posted yet: a person is missing who must look, confirm or sign (L-31)."""

from enum import StrEnum

from rules.adjudication.result import AdjudicationResult, Outcome
from rules.roles import Actor, Role
from rules.vocabulary import PolicyStatus


class Hold(StrEnum):
    """Why nothing is posted."""

    REFUSED = "REFUSED"
    REFERRED = "REFERRED"
    POLICY_PENDING = "POLICY_PENDING"
    UNCONFIRMED = "UNCONFIRMED"
    ABOVE_AUTHORITY = "ABOVE_AUTHORITY"


def hold(result: AdjudicationResult, actor: Actor, policy: PolicyStatus, *, co_signed: bool) -> Hold | None:
    """Why a result that this actor brings may not be posted; None where it may.

    Deductible, copay, coinsurance and limit are automatic; excluded lines, penalties and gates want a person,
    and an amount above the actor's authority a second one.
    """
    if result.outcome is Outcome.REFUSE:
        return Hold.REFUSED
    if result.outcome is Outcome.REFER:
        return Hold.REFERRED
    if policy is PolicyStatus.PENDING:
        return Hold.POLICY_PENDING
    if result.to_confirm and actor.has(Role.SYSTEM):
        return Hold.UNCONFIRMED
    if result.insurer > actor.authority and not co_signed:
        return Hold.ABOVE_AUTHORITY
    return None
