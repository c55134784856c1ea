"""What the member bears by the number of the visit and the hospital (R-106 to R-111, A-05 to A-10, A-21)."""

from datetime import date

from rules.adjudication.claim import Provider, SettledVisit
from rules.adjudication.visit import Visit
from rules.catalogue.benefits import ClaimChannel, CountedVisits
from rules.catalogue.effective import EffectiveBenefit, MemberShare, Override
from rules.vocabulary import EncounterType, Ownership

PUBLIC, PRIVATE = Ownership.PUBLIC, Ownership.PRIVATE
PRIVATE_NETWORK = CountedVisits.PRIVATE_NETWORK
ORDINARY = "ORDINARY"
"""Counter of hospitals that belong to no override group (A-05, PER_GROUP)."""


def hospital_override(benefit: EffectiveBenefit, hospital: str, provider: Provider) -> Override | None:
    """The override of the hospital's group, in the network only (A-11)."""
    overrides = benefit.overrides
    if not overrides or hospital != "private_network":
        return None
    group = provider.group or provider.name
    for override in overrides:
        if override.matches in group:
            return override
    return None


def other_hospital_group(visit: Visit, override: Override) -> None:
    """Refers a hospital group whose terms the plan does not state."""
    if override.refer:
        visit.refer("hospital_override", override.refer, override.source, (("group", override.group),))


def member_share(visit: Visit) -> MemberShare | None:
    """Copay and coinsurance of the visit; ``None`` where nobody has stated them."""
    if visit.benefit.public_share and visit.claim.provider.ownership is PUBLIC:
        return visit.benefit.public_share
    tiers = visit.benefit.tiers.value
    if visit.override and visit.override.tiers:
        tiers = visit.override.tiers
    if tiers is None:
        visit.missing("visit_tier", "member share", visit.benefit.tiers.source)
        return None
    number = visit.number or _number_it_would_get(visit)
    for tier in tiers:
        if tier.last is None or number <= tier.last:
            return tier
    return None


def visit_number(visit: Visit) -> None:
    """Numbers a counted visit: one more than those before it, or as the bills that it joins (A-06)."""
    if visit.eligible > 0 and _is_counted(visit):
        visit.number = _number_it_would_get(visit)


def _is_counted(visit: Visit) -> bool:
    counted = visit.benefit.counted_visits
    if counted is PRIVATE_NETWORK:
        return visit.claim.provider.ownership is PRIVATE
    return counted is CountedVisits.DIRECT_BILLED and visit.claim.channel is ClaimChannel.DIRECT_BILLING


def _number_it_would_get(visit: Visit) -> int:
    return visit.joined.number if visit.joined else counter(visit) + 1


def counter(visit: Visit) -> int:
    """Visits counted so far on the counter that this visit belongs to."""
    standing = visit.standing
    if visit.terms.counter_per_group and standing.by_group is not None:
        return standing.by_group.get(counter_group(visit), 0)
    return standing.counted_visits


def counter_group(visit: Visit) -> str:
    """Name of the visit's counter where each override group has its own."""
    return visit.override.group if visit.override else ORDINARY


def joined_visit(
    settled_visits: tuple[SettledVisit, ...], facility: str, on: date, kind: EncounterType
) -> SettledVisit | None:
    """An earlier settled visit at the same place, on the same day, of the same type (A-06)."""
    for settled in settled_visits:
        if (settled.facility, settled.on, settled.type) == (facility, on, kind):
            return settled
    return None
