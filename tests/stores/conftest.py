from tests.stores.policy_year import year

__all__ = ["year"]
