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


def hold(
    result: AdjudicationResult,
    actor: Actor,
    policy: PolicyStatus,
    *,
    co_signed: bool,
    wants_person: bool = False,
) -> Hold | None:
    """Why a result that this actor brings may not be posted; None where it may.

    Deductible, copay, coinsurance and limit are automatic; excluded lines, penalties, gates and flags want a
    person, as does a claim that ``wants_person`` for what its case knows; an amount above the actor's
    authority wants a second one.
    """
    if result.outcome is Outcome.REFUSE:
        return Hold.REFUSED
    if result.outcome is Outcome.REFER:
        return Hold.REFERRED
    if policy is PolicyStatus.PENDING:
        return Hold.POLICY_PENDING
    if actor.has(Role.SYSTEM) and (wants_person or result.to_confirm or result.flags):
        return Hold.UNCONFIRMED
    if result.insurer > actor.authority and not co_signed:
        return Hold.ABOVE_AUTHORITY
    return None
