"""What a case did to the accounts, among what other cases did."""

from rules.account_statement import AccountKind
from stores.benefits import case_movements
from tests.stores.policy_year import DEDUCTIBLE, LIMIT, Year


def test_limits_and_reserves_are_told_before_the_case_after_it_and_now(year: Year) -> None:
    year.consume(100_00, case_number="RC-0")
    year.reserve(400_00, case_number="PA-1")
    year.consume(300_00, case_number="PA-1", deductible=50_00, deductible_account_id=year.deductible)
    year.reserve(20_00, case_number="PA-2", episode_id=year.other_episode)

    limit, deductible = sorted(
        case_movements.of_case(year.connection, "PA-1"), key=lambda each: -each.granted
    )

    assert (limit.kind, limit.granted, deductible.kind, deductible.granted) == (
        *(AccountKind.LIMIT, LIMIT),
        *(AccountKind.DEDUCTIBLE, DEDUCTIBLE),
    )
    assert (limit.reserved_before, limit.used_before) == (0, 100_00)
    assert (limit.reserved_after, limit.used_after) == (0, 400_00)
    assert (limit.reserved_now, limit.used_now) == (20_00, 400_00)
    assert limit.left == (900_00, 600_00, 580_00)
    assert deductible.left == (DEDUCTIBLE, 250_00, 250_00)


def test_a_case_that_moved_nothing_has_no_accounts(year: Year) -> None:
    assert case_movements.of_case(year.connection, "PA-9") == []
