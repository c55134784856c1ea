"""What must hold for every claim under every plan of the catalogue."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import ClaimLine
from rules.adjudication.recorded_inputs import inputs_mapping, read_inputs
from rules.adjudication.result import AdjudicationResult, Amounts, LineResult, Outcome
from rules.reasons import ReasonCode
from tests.rules.adjudication.scenarios import PLAN_CODES, Scenario, scenarios

CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]
FEW = settings(max_examples=30, deadline=None, suppress_health_check=CHECKS)
MANY = settings(max_examples=1000, deadline=None, suppress_health_check=CHECKS)
EVERY_PLAN = pytest.mark.parametrize("code", PLAN_CODES)
AMBIGUOUS = {
    ReasonCode.AMBIGUOUS_WAITING_30,
    ReasonCode.OUT_OF_NETWORK_EMERGENCY,
    ReasonCode.NEEDS_PLAN,
    ReasonCode.OTHER_UNITED_FAMILY,
    ReasonCode.ORTHODONTICS_NOT_STATED,
    ReasonCode.TRANSFER_REVIEW,
}


@EVERY_PLAN
@FEW
@given(data=st.data())
def test_every_fen_has_one_owner_and_no_limit_is_exceeded(code: str, data: st.DataObject) -> None:
    hold(data.draw(scenarios(code)))


@pytest.mark.long
@EVERY_PLAN
@MANY
@given(data=st.data())
def test_every_fen_has_one_owner_in_a_thousand_claims(code: str, data: st.DataObject) -> None:
    scenario = data.draw(scenarios(code))
    hold(scenario)
    hold_when_reordered(scenario, data)
    hold_when_split(scenario, data)


def hold(scenario: Scenario) -> None:
    """Everything that one result must satisfy."""
    result = scenario.run()
    _conserved(result)
    _lines_add_up(result)
    _within_bounds(scenario, result)
    _settled_or_untouched(scenario, result)
    if result.outcome is Outcome.REFUSE:
        assert not set(result.reasons) <= AMBIGUOUS
        assert result.to_confirm


def _conserved(result: AdjudicationResult) -> None:
    rows: list[Amounts | LineResult] = [result.amounts, *result.lines]
    for amounts in rows:
        assert amounts.payable + amounts.member + amounts.offset == amounts.billed
        assert amounts.excluded + amounts.eligible == amounts.billed


def _lines_add_up(result: AdjudicationResult) -> None:
    for column in Amounts._fields:
        assert sum(getattr(line, column) for line in result.lines) == getattr(result.amounts, column), column


def _within_bounds(scenario: Scenario, result: AdjudicationResult) -> None:
    assert min(result.amounts) >= 0
    assert all(min(line[3:15]) >= 0 for line in result.lines)
    assert all(left >= 0 for left in result.after.deductible_left.values())
    for account, left in scenario.before.remaining.items():
        assert 0 <= result.after.remaining[account] <= left


def _settled_or_untouched(scenario: Scenario, result: AdjudicationResult) -> None:
    if result.outcome in (Outcome.REFER, Outcome.REFUSE):
        assert result.after == scenario.before
    else:
        counted = sum(visit.number is not None for visit in result.visits)
        assert result.after.counted_visits == scenario.before.counted_visits + counted


@EVERY_PLAN
@FEW
@given(data=st.data(), more=st.integers(1, 5_000_00))
def test_a_higher_limit_never_pays_less_nor_more_than_the_difference(
    code: str, data: st.DataObject, more: int
) -> None:
    scenario = data.draw(scenarios(code))
    remaining = scenario.before.remaining
    raised = scenario.before._replace(remaining={account: fen + more for account, fen in remaining.items()})

    less, higher = scenario.run(), replace(scenario, before=raised).run()

    assert less.insurer <= higher.insurer <= less.insurer + more * max(1, len(less.visits))


@EVERY_PLAN
@FEW
@given(data=st.data())
def test_the_order_of_lines_changes_nothing(code: str, data: st.DataObject) -> None:
    hold_when_reordered(data.draw(scenarios(code)), data)


@EVERY_PLAN
@FEW
@given(data=st.data())
def test_splitting_a_line_changes_nothing(code: str, data: st.DataObject) -> None:
    hold_when_split(data.draw(scenarios(code)), data)


def hold_when_reordered(scenario: Scenario, data: st.DataObject) -> None:
    """The same lines in another order."""
    shuffled = tuple(data.draw(st.permutations(scenario.claim.lines)))
    _assert_same(scenario, _with_lines(scenario, shuffled))


def hold_when_split(scenario: Scenario, data: st.DataObject) -> None:
    """Each line in two parts, with the price of one unit kept: it decides on approval."""
    lines = tuple(_with_unit_price(line) for line in scenario.claim.lines)
    halves = tuple(half for line in lines for half in _halves(line, data))
    _assert_same(_with_lines(scenario, lines), _with_lines(scenario, halves))


def _with_lines(scenario: Scenario, lines: tuple[ClaimLine, ...]) -> Scenario:
    return replace(scenario, claim=replace(scenario.claim, lines=lines))


def _with_unit_price(line: ClaimLine) -> ClaimLine:
    return replace(line, unit_price=-(-line.amount // (line.quantity or 1)))


def _halves(line: ClaimLine, data: st.DataObject) -> tuple[ClaimLine, ClaimLine]:
    first = data.draw(st.integers(0, line.amount))
    return replace(line, amount=first), replace(line, amount=line.amount - first)


def _assert_same(left: Scenario, right: Scenario) -> None:
    one, other = left.run(), right.run()
    assert one.outcome is other.outcome
    assert one.amounts == other.amounts
    assert set(one.reasons) == set(other.reasons)
    assert sorted(one.visits) == sorted(other.visits)
    assert one.after == other.after


@EVERY_PLAN
@FEW
@given(data=st.data())
def test_the_same_inputs_give_the_same_bytes_also_from_their_record(code: str, data: st.DataObject) -> None:
    scenario = data.draw(scenarios(code))
    policy, before, claim = read_inputs(inputs_mapping(scenario.policy, scenario.before, scenario.claim))

    assert adjudicate(scenario.plan, policy, before, claim).to_json() == scenario.run().to_json()


@EVERY_PLAN
@FEW
@given(data=st.data())
def test_the_annual_deductible_is_borne_once(code: str, data: st.DataObject) -> None:
    scenario = data.draw(scenarios(code))
    before = scenario.before._replace(deductible_left={})
    borne, stated = 0, 0
    for _ in range(4):
        result = replace(scenario, before=before).run()
        if result.outcome in (Outcome.PAY, Outcome.PAY_ZERO):
            borne += result.amounts.deductible
        stated = max(stated, borne + sum(result.after.deductible_left.values()))
        before = result.after._replace(seen_invoices=scenario.before.seen_invoices)

    assert borne + sum(before.deductible_left.values()) == stated
