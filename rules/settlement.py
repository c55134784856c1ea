"""Hospital advances: who may have one, how much, and who owes whom in the end (R-150 to R-165)."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.catalogue.plan import PenaltyBase
from rules.money import own_share, share
from rules.reasons import ReasonCode


class AdvanceObstacle(StrEnum):
    """Facts about a request that rule an advance out."""

    OUTPATIENT = "OUTPATIENT"
    EMERGENCY = "EMERGENCY"
    DEPOSIT = "DEPOSIT"
    DIRECT_LIST = "DIRECT_LIST"
    OUTSIDE_PROVIDER_NETWORK = "OUTSIDE_PROVIDER_NETWORK"
    THIRD_PARTY = "THIRD_PARTY"
    LITIGATION = "LITIGATION"
    REMOTE_PUBLIC_INSURANCE = "REMOTE_PUBLIC_INSURANCE"


OBSTACLES = {
    AdvanceObstacle.OUTPATIENT: ReasonCode.ADVANCE_OUTPATIENT,
    AdvanceObstacle.EMERGENCY: ReasonCode.ADVANCE_OUTPATIENT,
    AdvanceObstacle.DEPOSIT: ReasonCode.ADVANCE_DEPOSIT,
    AdvanceObstacle.DIRECT_LIST: ReasonCode.ADVANCE_DIRECT_BILLING_FIRST,
    AdvanceObstacle.OUTSIDE_PROVIDER_NETWORK: ReasonCode.ADVANCE_OUTSIDE_PROVIDER_NETWORK,
    AdvanceObstacle.THIRD_PARTY: ReasonCode.ADVANCE_THIRD_PARTY,
    AdvanceObstacle.LITIGATION: ReasonCode.ADVANCE_LITIGATION,
    AdvanceObstacle.REMOTE_PUBLIC_INSURANCE: ReasonCode.ADVANCE_REMOTE_PUBLIC_INSURANCE,
}
"""Refusals in the order in which they are looked at: what is never advanced comes before where and who."""


@dataclass(frozen=True, slots=True)
class AdvanceRequestAnswer:
    """``refused_with`` lists every obstacle, the first one decides; ``opens_preauthorization`` per A-30."""

    refused_with: tuple[ReasonCode, ...]

    @property
    def opens_preauthorization(self) -> bool:
        """Whether direct billing takes the place of the advance."""
        return self.refused_with[:1] == (ReasonCode.ADVANCE_DIRECT_BILLING_FIRST,)


def answer_advance_request(obstacles: Collection[AdvanceObstacle]) -> AdvanceRequestAnswer:
    """Whether an advance may be reviewed at all (R-158, R-162 to R-165)."""
    found = [code for obstacle, code in OBSTACLES.items() if obstacle in obstacles]
    return AdvanceRequestAnswer(tuple(dict.fromkeys(found)))


def advance_ceiling(
    *,
    estimate: int,
    ratio: Decimal,
    deductible_left: int,
    remaining: int | None,
    reserved_elsewhere: int = 0,
    provider_cap: int | None = None,
    already_advanced: int = 0,
) -> int:
    """Fen that may still be advanced for a stay (A-29); ``None`` where there is no limit or no cap.

    ``reserved_elsewhere`` is what other episodes hold of the same limit.
    """
    bounds = [share(estimate, ratio) - deductible_left]
    if remaining is not None:
        bounds.append(remaining - reserved_elsewhere)
    if provider_cap is not None:
        bounds.append(provider_cap)
    return max(0, max(0, min(bounds)) - already_advanced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A stay at settlement, in fen; ``extra_member_share`` applies only where approval is missing (R-085)."""

    bill: int
    excluded: int = 0
    public_insurance_paid: int = 0
    deductible_left: int = 0
    coinsurance: Decimal = Decimal(0)
    remaining: int | None = None
    approved: bool
    extra_member_share: Decimal = Decimal(0)
    penalty_base: PenaltyBase = PenaltyBase.PAYABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class StayPayable:
    """What the insurer owes for a stay and what it uses up."""

    payable: int
    deductible_left: int
    remaining: int | None
    reasons: tuple[ReasonCode, ...]


def stay_payable(stay: Stay) -> StayPayable:
    """Final payable of a stay in the order of domain 3.3."""
    eligible = max(0, stay.bill - stay.excluded)
    net = max(0, eligible - stay.public_insurance_paid)
    deductible = min(stay.deductible_left, net)
    shared = share(net - deductible, 1 - stay.coinsurance)
    penalized = shared if stay.approved else _penalized(stay, eligible, shared)
    payable = penalized if stay.remaining is None else min(penalized, stay.remaining)
    steps = {
        ReasonCode.DEDUCTIBLE: deductible > 0,
        ReasonCode.COINSURANCE: shared < net - deductible,
        ReasonCode.PREAUTHORIZATION_MISSING: penalized < shared,
        ReasonCode.LIMIT: payable < penalized,
    }
    return StayPayable(
        payable=payable,
        deductible_left=stay.deductible_left - deductible,
        remaining=None if stay.remaining is None else stay.remaining - payable,
        reasons=tuple(reason for reason, applied in steps.items() if applied),
    )


def _penalized(stay: Stay, eligible: int, shared: int) -> int:
    if stay.penalty_base is PenaltyBase.PAYABLE:
        return share(shared, 1 - stay.extra_member_share)
    return max(0, shared - own_share(eligible, stay.extra_member_share))


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceSettlement:
    """Who owes whom after an advance, in fen.

    The insurer repays the provider's advance as far as the claim is payable; the family refunds the rest
    of it to the provider (R-160, A-31). What is payable beyond the advance goes to the family as far as it
    paid (A-32), and then to the hospital for what nobody has paid yet.
    """

    payable: int
    pay_to_provider: int
    pay_to_member: int
    pay_to_hospital: int
    refund_from_member: int
    member_net_cost: int
    letters: tuple[str, ...]


def settle_advance(
    *, payable: int, advance_paid: int, member_paid: int, refused: bool = False
) -> AdvanceSettlement:
    """Settles an advance against the final payable (R-160, R-161)."""
    to_provider = min(payable, advance_paid)
    to_member = min(payable - to_provider, member_paid)
    refund = advance_paid - to_provider
    letters = ["LT-REF"] if refused else ["LT-EOB", "LT-SETTLE"]
    return AdvanceSettlement(
        payable=payable,
        pay_to_provider=to_provider,
        pay_to_member=to_member,
        pay_to_hospital=payable - to_provider - to_member,
        refund_from_member=refund,
        member_net_cost=member_paid + refund - to_member,
        letters=tuple([*letters, "LT-RFD"] if refund else letters),
    )
