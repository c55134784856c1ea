"""What the family bears: deductible left, copay and coinsurance of the next visit (3.3, A-04 to A-10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rules.catalogue.effective import EffectiveBenefit, MemberShare
from rules.preauthorization.exclusions import item_code, place
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.network import hospital_override
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import refers
from rules.reasons import ReasonCode
from rules.vocabulary import Ownership


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShare:
    """Fen and the member's rate; what nobody states counts as nothing and comes with a referral."""

    deductible_left: int = 0
    copay: int = 0
    coinsurance: Decimal = Decimal(0)
    findings: tuple[Finding, ...] = ()


def family_share(facts: RequestFacts, benefit: EffectiveBenefit) -> FamilyShare:
    """The family's share of care that falls under the benefit."""
    tier = _tier(facts, benefit)
    rate = benefit.public_rate.value if facts.hospital.ownership is Ownership.PUBLIC else None
    holes: list[Finding] = []
    if rate is not None:
        copay, coinsurance = 0, 1 - rate
    elif benefit.parts:
        copay, coinsurance = 0, _rate_of_parts(facts, benefit)
        holes.extend(_parts_not_stated(facts, benefit))
    elif tier:
        copay, coinsurance = tier.copay_of(facts.request.encounter), tier.coinsurance
    else:
        copay, coinsurance = 0, Decimal(0)
        holes.append(refers(ReasonCode.NEEDS_PLAN, benefit.tiers.source, "member_share"))
    if facts.balances.deductible_left is None and benefit.deductible.value is None:
        holes.append(refers(ReasonCode.NEEDS_PLAN, benefit.deductible.source, "deductible"))
    return FamilyShare(
        deductible_left=_deductible_left(facts, benefit),
        copay=copay,
        coinsurance=coinsurance,
        findings=tuple(holes),
    )


def _deductible_left(facts: RequestFacts, benefit: EffectiveBenefit) -> int:
    """Of the account that has been opened, else the whole; a benefit without one has none (A-37)."""
    if benefit.deductible_account is None:
        return 0
    left = facts.balances.deductible_left
    return left if left is not None else benefit.deductible.value or 0


def _tier(facts: RequestFacts, benefit: EffectiveBenefit) -> MemberShare | None:
    """The tier of the next counted visit; a hospital group's own tiers replace the ordinary ones (A-08)."""
    override = hospital_override(facts.hospital, benefit)
    tiers = override.tiers if override and override.tiers else benefit.tiers.value
    visit = facts.balances.visits + 1
    return next((t for t in tiers or () if t.first <= visit and (t.last is None or visit <= t.last)), None)


def _rate_of_parts(facts: RequestFacts, benefit: EffectiveBenefit) -> Decimal:
    """The highest rate of the categories asked for: an estimate has one rate, the bill one a category."""
    codes = {item_code(facts, item) for item in facts.request.items}
    parts = [part for code, part in benefit.parts.items() if code in codes]
    return max((part.coinsurance.value or Decimal(0) for part in parts), default=Decimal(0))


def _parts_not_stated(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    for index, item in enumerate(facts.request.items):
        code = item_code(facts, item)
        part = benefit.parts.get(code) if code else None
        if part and part.coinsurance.value is None:
            yield refers(part.not_stated_reason, part.coinsurance.source, place(index, item))
