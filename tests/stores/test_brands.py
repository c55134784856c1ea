"""The brand of a policy year: locked by a visit, moved by a person."""

from sqlmodel import Session

from rules.vocabulary import Benefit
from stores.cover import brands
from tests.builders import NOON
from tests.stores.claims import Child, a_claim
from tests.stores.test_adjudications import dental, filling

__all__ = ["dental"]


def test_a_moved_lock_lets_the_new_brand_bill_and_no_longer_the_old(dental: Child) -> None:
    dental.settle(a_claim(600_00, **filling("瑞尔")))
    with Session(dental.engine) as session:
        assert brands.seen(session, dental.policy.id, Benefit.DENTAL).locked == "瑞尔"
        for _ in range(2):
            brands.move_lock(session, dental.policy.id, Benefit.DENTAL, "拜博", NOON)
        session.commit()
        assert brands.seen(session, dental.policy.id, Benefit.DENTAL).locked == "拜博"

    assert dental.settle(a_claim(600_00, **filling("拜博"))).posted
    assert dental.settle(a_claim(600_00, **filling("瑞尔"))).record["result"]["reasons"] == ["BRAND"]


def test_a_choice_may_change_and_locks_nothing(dental: Child) -> None:
    with Session(dental.engine) as session:
        for brand in ("瑞尔", "拜博"):
            brands.choose(session, dental.policy.id, Benefit.DENTAL, brand, "guardian:1", NOON)
        seen = brands.seen(session, dental.policy.id, Benefit.DENTAL)

    assert (seen.chosen, seen.locked) == ("拜博", None)
