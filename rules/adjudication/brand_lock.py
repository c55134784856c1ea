"""The first attended brand is kept for the policy year (R-047, R-049, R-174, A-36, A-38)."""

from rules.adjudication.result import Fact
from rules.adjudication.visit import Visit
from rules.catalogue.benefits import BrandLock
from rules.reasons import ReasonCode


def brand_lock(visit: Visit, lock: BrandLock) -> None:
    """Refuses another brand than the locked one; after a closure a person reviews the move."""
    if visit.hospital != "private_network":
        return
    account = visit.benefit.limit_account
    locked, brand = visit.standing.brands.get(account), brand_of(visit)
    if locked is None or locked == brand or brand in visit.benefit.exempt_brands:
        visit.keep("brand_lock", lock.source)
        return
    facts: tuple[Fact, ...] = (("locked", locked), ("visited", brand or "unknown"))
    closed_on = visit.standing.brands_closed_on.get(account)
    if closed_on is not None and closed_on <= visit.on:
        facts = (*facts, ("closed", closed_on.isoformat()))
        visit.refer("brand_lock", ReasonCode.TRANSFER_REVIEW, lock.source, facts)
    elif brand is None:
        visit.refer("brand_lock", ReasonCode.BRAND_LOCK, lock.source, facts)
    else:
        visit.refuse("brand_lock", ReasonCode.BRAND_LOCK, lock.source, facts)


def brand_of(visit: Visit) -> str | None:
    """Brand of the clinic; a clinic without one is known by its hospital group."""
    provider = visit.claim.provider
    return provider.brand or provider.group


def lock_brand(visit: Visit, lock: BrandLock) -> None:
    """Locks the brand of the first attended network visit."""
    account, brand = visit.benefit.limit_account, brand_of(visit)
    if brand and visit.hospital == "private_network" and account not in visit.standing.brands:
        visit.standing.brands = {**visit.standing.brands, account: brand}
        visit.keep("brand_locked", lock.source, (("brand", brand),))
