"""What the member bears by the number of the visit and the hospital (R-106 to R-111, A-05 to A-10, A-21)."""

from decimal import Decimal
from typing import NamedTuple

from rules.adjudication.claim import SettledVisit
from rules.adjudication.visit import Visit
from rules.catalogue.benefits import ClaimChannel, CountedVisits, Tier
from rules.catalogue.effective import Override, Term
from rules.vocabulary import Ownership

ORDINARY = "ORDINARY"
"""Counter of hospitals that belong to no override group (A-05, PER_GROUP)."""
ZERO = Decimal(0)


class MemberShare(NamedTuple):
    """Flat copay in fen and coinsurance rate of this visit, with their clause."""

    copay: int
    coinsurance: Decimal
    source: tuple[str, ...]


def hospital_override(visit: Visit) -> Override | None:
    """The override of the hospital's group, in the network only (A-11)."""
    overrides = visit.benefit.overrides
    if not overrides or visit.hospital != "private_network":
        return None
    provider = visit.claim.provider
    group = provider.group or provider.name
    for override in overrides:
        if override.matches in group:
            return override
    return None


def other_hospital_group(visit: Visit) -> None:
    """Refers a hospital group whose terms the plan does not state."""
    override = hospital_override(visit)
    if override and override.refer:
        visit.refer("hospital_override", override.refer, override.source, (("group", override.group),))


def member_share(visit: Visit) -> MemberShare | None:
    """Copay and coinsurance of the visit; ``None`` where nobody has stated them."""
    public_rate = visit.benefit.public_rate
    public = visit.claim.provider.ownership is Ownership.PUBLIC
    if public and public_rate.value is not None:
        return MemberShare(0, 1 - public_rate.value, public_rate.source)
    override = hospital_override(visit)
    tiers: Term[tuple[Tier, ...]] = visit.benefit.tiers
    if override and override.tiers:
        tiers = Term(override.tiers, override.source)
    if tiers.value is None:
        visit.missing("visit_tier", "member share", tiers.source)
        return None
    number = _number_it_would_get(visit)
    tier = next(tier for tier in tiers.value if tier.last is None or number <= tier.last)
    return MemberShare(tier.copay_of(visit.type), tier.coinsurance, tiers.source)


def visit_number(visit: Visit) -> None:
    """Numbers a counted visit: one more than those before it, or as the bills that it joins (A-06)."""
    if visit.eligible > 0 and _is_counted(visit):
        visit.number = _number_it_would_get(visit)


def _is_counted(visit: Visit) -> bool:
    counted = visit.benefit.counted_visits
    if counted is CountedVisits.PRIVATE_NETWORK:
        return visit.claim.provider.ownership is Ownership.PRIVATE
    return counted is CountedVisits.DIRECT_BILLED and visit.claim.channel is ClaimChannel.DIRECT_BILLING


def _number_it_would_get(visit: Visit) -> int:
    joined = joined_visit(visit)
    return joined.number if joined else counter(visit) + 1


def counter(visit: Visit) -> int:
    """Visits counted so far on the counter that this visit belongs to."""
    standing = visit.standing
    if visit.terms.counter_per_group and standing.by_group is not None:
        return standing.by_group.get(counter_group(visit), 0)
    return standing.counted_visits


def counter_group(visit: Visit) -> str:
    """Name of the visit's counter where each override group has its own."""
    override = hospital_override(visit)
    return override.group if override else ORDINARY


def joined_visit(visit: Visit) -> SettledVisit | None:
    """An earlier settled visit at the same place, on the same day, of the same type."""
    for settled in visit.standing.settled_visits:
        if (settled.facility, settled.on, settled.type) == (visit.claim.provider.name, visit.on, visit.type):
            return settled
    return None
