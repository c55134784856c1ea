"""The lock of a brand, moved."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from temporalio import activity

from rules.vocabulary import Benefit
from stores.cover import brands
from stores.database import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOrder:
    """Lock that brand for the rest of the policy's year."""

    policy_id: str
    benefit: Benefit
    brand: str
    as_of: datetime


class BrandActs:
    """Acts on brand locks."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    def move_lock(self, order: LockOrder) -> None:
        """End the lock and begin the new one in one transaction; where it stands already, nothing is done."""
        with transaction(self._engine) as session:
            brands.move_lock(session, UUID(order.policy_id), order.benefit, order.brand, order.as_of)
