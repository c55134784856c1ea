from tests.stores.claims import child, planned, with_plans
from tests.stores.policy_year import year

__all__ = ["child", "planned", "with_plans", "year"]
