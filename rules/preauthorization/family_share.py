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
    share = _member_share(facts, benefit)
    holes = list(_parts_not_stated(facts, benefit))
    if share is None:
        holes.append(refers(ReasonCode.NEEDS_PLAN, benefit.tiers.source, "member_share"))
    if facts.balances.deductible_left is None and benefit.deductible.value is None:
        holes.append(refers(ReasonCode.NEEDS_PLAN, benefit.deductible.source, "deductible"))
    coinsurance = share.coinsurance if share else Decimal(0)
    return FamilyShare(
        deductible_left=_deductible_left(facts, benefit),
        copay=share.copay_of(facts.request.encounter) if share else 0,
        coinsurance=_rate_of_parts(facts, benefit) if benefit.parts else coinsurance,
        findings=tuple(holes),
    )


def _deductible_left(facts: RequestFacts, benefit: EffectiveBenefit) -> int:
    """Of the account that has been opened, else the whole; a benefit without one has none (A-37)."""
    if benefit.deductible_account is None:
        return 0
    left = facts.balances.deductible_left
    return left if left is not None else benefit.deductible.value or 0


def _member_share(facts: RequestFacts, benefit: EffectiveBenefit) -> MemberShare | None:
    """The public rate, or the tier of the next counted visit; a group's own tiers come first (A-08)."""
    if facts.hospital.ownership is Ownership.PUBLIC and benefit.public_share:
        return benefit.public_share
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
