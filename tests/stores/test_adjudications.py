"""What a claim leaves behind once it is judged: money, counters, bills, brands, and the record."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from rules.adjudication.claim import Approval
from rules.adjudication.holding import Hold
from rules.adjudication.record import run_again
from rules.catalogue.benefits import ClaimChannel
from rules.items import ItemCode
from rules.roles import SYSTEM, Actor, Role
from rules.vocabulary import Benefit, DecisionOutcome, EncounterType, Ownership, PolicyStatus
from stores.benefits import ledger
from stores.benefits.accounts import statement
from stores.benefits.claim_orders import AlreadySettled, YearMoved
from stores.benefits.ledger import Movement
from stores.casework import case_events
from stores.cover.parties import PartyMissingError
from tests.builders import NOON, a_key
from tests.stores.claims import ON, Child, a_claim, a_provider, catalogue

OUTPATIENT = Benefit.OUTPATIENT_EMERGENCY
STAY: dict[str, Any] = {"type": EncounterType.INPATIENT, "item": ItemCode.BED, "approval": Approval.APPROVED}
ADJUSTER = Actor("staff:adjuster", (Role.ADJUSTER,), 20_000_00)


def reserve(
    child: Child, amount: int, benefit: Benefit = OUTPATIENT, *, visits: int = 0, other_stay: bool = False
) -> None:
    """Hold money for the child's stay, or for another one."""
    account = child.opened().accounts[benefit].account_id
    movement = Movement(
        account_id=account,
        episode_id=child.another_episode() if other_stay else child.episode,
        case_number="PA-1",
        key=a_key(),
        at=NOON,
    )
    with child.connection() as connection:
        ledger.reserve(connection, movement, amount, visits)


def test_a_paid_claim_takes_its_payment_and_its_place_on_the_visit_counter(child: Child) -> None:
    answer = child.settle(a_claim(500_00, 360_00))

    assert (answer.outcome, answer.payable) == (DecisionOutcome.PAY, 860_00)
    assert child.used() == (0, 860_00)
    assert child.year.counted_visits == 1


def test_the_decision_keeps_amounts_lines_and_the_whole_result(child: Child) -> None:
    number = child.case()

    child.settle(a_claim(500_00, 360_00), case_number=number, case_version=3)

    decision, lines = child.decision(number)
    assert (decision.version, decision.outcome, decision.decided_by) == (3, "PAY", "staff:head")
    assert (decision.requested_amount, decision.approved_amount) == (860_00, 860_00)
    assert decision.accumulator_version == 0
    assert [(line.ordinal, line.asked_amount, line.approved_amount) for line in lines] == [
        (1, 500_00, 500_00),
        (2, 360_00, 360_00),
    ]
    assert decision.result is not None
    assert decision.result["plan"]["code"] == "GYX-2021-CZ"


def test_the_event_joins_the_chain_of_the_case_and_names_the_result(child: Child) -> None:
    number = child.case()

    answer = child.settle(a_claim(500_00), case_number=number)
    child.reopen(number)

    with Session(child.engine) as session:
        first, second = (event for event, _ in case_events.read(session, number))
        assert case_events.verify(session, number) is None
    assert (first.kind, first.sequence, first.detail["payable"]) == ("ADJUDICATED", 1, 500_00)
    assert first.detail["result_sha256"] == answer.record["sha256"]
    assert (second.kind, second.sequence, second.detail["given_back"]) == ("REOPENED", 2, 500_00)


def test_a_settled_claim_draws_on_the_reserve_and_releases_the_rest(child: Child) -> None:
    reserve(child, 2_000_00, visits=1)

    child.settle(a_claim(860_00))

    assert child.used() == (0, 860_00)
    assert (child.year.counted_visits, child.year.reserved_visits) == (1, 0)


def test_a_claim_above_the_reserve_draws_on_what_is_available(child: Child) -> None:
    reserve(child, 300_00)

    child.settle(a_claim(860_00))

    assert child.used() == (0, 860_00)


def test_an_interim_bill_leaves_the_rest_for_the_next(child: Child) -> None:
    reserve(child, 50_000_00, Benefit.INPATIENT)
    number = child.case()

    for version, last in enumerate((False, False, True), 1):
        bill = a_claim(15_000_00, **STAY)
        child.settle(bill, case_number=number, case_version=version, interim=not last)

    assert child.used(Benefit.INPATIENT) == (0, 35_000_00)
    assert child.year.deductibles[Benefit.INPATIENT].left == 0


def test_what_the_deductible_swallows_is_paid_with_nothing_and_used_up(child: Child) -> None:
    reserve(child, 50_000_00, Benefit.INPATIENT)

    answer = child.settle(a_claim(4_000_00, **STAY))

    assert (answer.outcome, answer.posted) == (DecisionOutcome.PAY_ZERO, True)
    assert child.used(Benefit.INPATIENT) == (0, 0)
    assert child.year.deductibles[Benefit.INPATIENT].left == 6_000_00


@pytest.mark.parametrize(("held", "payable"), [(4, 1_000_00), (5, 500_00)])
def test_places_that_other_stays_hold_count_for_the_tier(child: Child, held: int, payable: int) -> None:
    reserve(child, 0, visits=held, other_stay=True)

    assert child.settle(a_claim(1_000_00)).payable == payable


@pytest.mark.parametrize(("held", "payable"), [(5, 1_000_00), (6, 500_00)])
def test_the_place_that_the_stay_itself_holds_does_not_count(child: Child, held: int, payable: int) -> None:
    reserve(child, 0, visits=held - 1, other_stay=True)
    reserve(child, 0, visits=1)

    assert child.settle(a_claim(1_000_00)).payable == payable


def test_money_of_other_stays_is_not_there(child: Child) -> None:
    reserve(child, 99_900_00, other_stay=True)

    answer = child.settle(a_claim(500_00))

    assert answer.payable == 100_00
    assert child.used() == (99_900_00, 100_00)


def test_later_bills_of_one_visit_join_it(child: Child) -> None:
    for number, amount in enumerate((300_00, 400_00)):
        answer = child.settle(a_claim(amount, bills=(f"{number}",)))

    assert answer.record["result"]["visits"][0]["number"] == 1
    assert child.year.counted_visits == 1
    other_place = a_claim(100_00, provider=a_provider(name="卓正医疗"))
    assert child.settle(other_place).record["result"]["visits"][0]["number"] == 2


def test_a_bill_is_paid_once_whoever_claims_it(child: Child) -> None:
    child.settle(a_claim(500_00, bills=("00000001",)))
    other = Child(child.engine)

    answer = other.settle(a_claim(500_00, bills=("00000001",)))

    assert (answer.outcome, answer.hold) == (DecisionOutcome.REFUSE, Hold.REFUSED)
    assert answer.record["result"]["reasons"] == ["DUP"]
    assert child.count("claimed_invoice") == 1


def test_a_bill_that_the_hospital_sent_is_not_paid_to_the_family_as_well(planned: Engine) -> None:
    tiers = [{"from": 1, "to": None, "copay": "0.00", "coinsurance": "0.00"}]
    limit = {"outpatient_limit": "60000.00", "outpatient_exclusions": [], "waiting_days": 0}
    child = Child(planned, "GYX-2025-STD", schedule={**limit, "outpatient_tiers": tiers})
    ward = a_provider(name="示例儿科医院", group=None, ownership=Ownership.PUBLIC, direct_billing=True)
    family = {"channel": ClaimChannel.REIMBURSEMENT, "provider": ward, "paid_by_member_in_full": True}
    child.settle(a_claim(500_00, 300_00, provider=ward, appointment_booked=True))

    copy = child.settle(a_claim(800_00, bills=("00000002",), **family))
    other = child.settle(a_claim(800_01, bills=("00000003",), **family))

    assert (copy.outcome, copy.record["result"]["referred_for"]) == (DecisionOutcome.REFER, ["DUP"])
    assert (other.outcome, other.payable) == (DecisionOutcome.PAY, 800_01)


@pytest.fixture
def dental(planned: Engine) -> Child:
    """A child with the dental plan: brand lock, one limit of 50,000 for all."""
    return Child(planned, "DENT-2021", schedule={"waiting_days": 0})


def filling(brand: str) -> dict[str, Any]:
    return {
        "type": EncounterType.DENTAL,
        "diagnoses": ("K02.9",),
        "item": ItemCode.FILLING,
        "provider": a_provider(name=f"{brand}口腔", brand=brand, group=None),
    }


def test_the_first_attended_brand_is_locked_and_another_refused(dental: Child) -> None:
    first = dental.settle(a_claim(600_00, **filling("瑞尔")))
    other = dental.settle(a_claim(600_00, **filling("拜博")))
    again = dental.settle(a_claim(600_00, **filling("瑞尔")))

    assert [answer.posted for answer in (first, other, again)] == [True, False, True]
    assert other.record["result"]["reasons"] == ["BRAND"]
    assert dental.count("brand_lock") == 1


def test_a_refused_claim_is_recorded_and_moves_nothing(child: Child) -> None:
    number = child.case()
    unpaid = a_claim(500_00, channel=ClaimChannel.REIMBURSEMENT, paid_by_member_in_full=True)

    answer = child.settle(unpaid, case_number=number)

    decision, lines = child.decision(number)
    assert (answer.posted, decision.outcome, decision.approved_amount) == (False, "REFUSE", 0)
    assert decision.reason_codes == ["NET-SELFPAY"]
    assert [line.approved_amount for line in lines] == [0]
    assert (child.used(), child.year.version) == ((0, 0), 0)


def test_a_referred_claim_is_recorded_without_an_approved_amount(child: Child) -> None:
    number = child.case()

    answer = child.settle(a_claim(500_00, documents_missing=True), case_number=number)

    decision, _ = child.decision(number)
    assert (answer.hold, decision.outcome, decision.approved_amount) == (Hold.REFERRED, "REFER", None)
    assert child.used() == (0, 0)


def test_care_outside_the_policy_is_refused_without_a_year(child: Child) -> None:
    late = a_claim(500_00, on=child.policy.expires_on.replace(year=2027))

    answer = child.settle(late)

    assert answer.record["result"]["reasons"] == ["NOT-INFORCE"]
    assert answer.accumulator_version is None


def test_a_policy_that_is_not_paid_yet_pays_nothing(planned: Engine) -> None:
    child = Child(planned, status=PolicyStatus.PENDING)

    assert child.settle(a_claim(500_00)).hold is Hold.POLICY_PENDING


@pytest.mark.parametrize(("amount", "hold"), [(3_000_00, None), (3_000_01, Hold.ABOVE_AUTHORITY)])
def test_without_a_person_only_small_amounts_are_paid(child: Child, amount: int, hold: Hold | None) -> None:
    assert child.settle(a_claim(amount), actor=SYSTEM).hold is hold


def test_an_excluded_line_wants_a_person(child: Child) -> None:
    claim = a_claim(500_00, 100_00)
    herbs = replace(claim, lines=(claim.lines[0], replace(claim.lines[1], item=ItemCode.TCM)))

    assert child.settle(herbs, actor=SYSTEM).hold is Hold.UNCONFIRMED
    assert child.settle(herbs, actor=ADJUSTER).payable == 500_00


def test_above_ones_authority_a_second_person_signs(child: Child) -> None:
    claim = a_claim(20_000_01)

    assert child.settle(claim, actor=ADJUSTER).hold is Hold.ABOVE_AUTHORITY
    assert child.settle(claim, actor=ADJUSTER, co_signed_by="staff:supervisor").posted


def test_a_person_who_saw_another_year_gets_the_new_figure_and_nothing_is_written(child: Child) -> None:
    seen = child.opened().version
    reserve(child, 99_900_00, other_stay=True)

    answer = child.judge(child.order(a_claim(500_00), seen_version=seen))

    assert isinstance(answer, YearMoved)
    assert (answer.seen_version, answer.version, answer.result.insurer) == (0, 1, 100_00)
    assert child.count("decision") == 0
    assert child.settle(a_claim(500_00), seen_version=answer.version).payable == 100_00


def test_a_decision_that_is_made_twice_with_its_key_moves_money_once(child: Child) -> None:
    order = child.order(a_claim(500_00))

    assert child.judge(order) == child.judge(order)
    assert child.used() == (0, 500_00)
    assert child.count("decision") == 1


def test_a_key_names_one_claim(child: Child) -> None:
    order = child.order(a_claim(500_00))
    child.judge(order)

    with pytest.raises(ValueError, match="was used for another claim"):
        child.judge(replace(order, claim=a_claim(600_00)))


def test_a_settled_case_is_not_settled_again_before_it_is_reopened(child: Child) -> None:
    number = child.case()
    first = child.settle(a_claim(500_00), case_number=number)

    answer = child.judge(child.order(a_claim(500_00), case_number=number, case_version=2))

    assert answer == AlreadySettled(first.decision_id)
    assert child.used() == (0, 500_00)


def test_a_case_or_policy_that_is_not_there_is_named(child: Child) -> None:
    with pytest.raises(PartyMissingError, match="there is no case DB-1"):
        child.judge(child.order(a_claim(1), case_number="DB-1"))
    with pytest.raises(PartyMissingError, match="there is no policy"):
        child.judge(child.order(a_claim(1), policy_id=child.episode))


def test_the_statement_of_the_account_explains_the_settlement(child: Child) -> None:
    reserve(child, 2_000_00)
    child.settle(a_claim(860_00), case_number=(number := child.case()))

    with child.connection() as connection:
        lines = statement(connection, child.year.accounts[OUTPATIENT].account_id)
    assert [(line.kind, line.amount, line.available_after) for line in lines] == [
        ("RESERVE", 2_000_00, 98_000_00),
        ("CONSUME", 860_00, 98_000_00),
        ("RELEASE", 1_140_00, 99_140_00),
    ]
    assert {line.case_number for line in lines[1:]} == {number}


def test_check_ups_are_counted_in_the_year(planned: Engine) -> None:
    schedule = {"vaccine_limit": "3000.00", "vaccine_copay": "0.00", "waiting_days": 0}
    child = Child(planned, "GYX-2025-STD", schedule=schedule, options=["VAC-2025"])
    visit: dict[str, Any] = {
        "type": EncounterType.VACCINATION,
        "diagnoses": ("Z00.1",),
        "item": ItemCode.CHECKUP,
        "provider": a_provider(ownership=Ownership.PRIVATE, brand="唯儿诺"),
    }

    answer = child.settle(a_claim(300_00, **visit))

    assert answer.posted, answer.record["result"]["reasons"]
    assert child.year.checkups_used == 1
    assert child.used(Benefit.VACCINE) == (0, 300_00)

    assert child.settle(a_claim(120_00, **visit)).posted
    assert child.year.checkups_used == 1, "one date counts once, whichever claim names it"
    assert child.settle(a_claim(80_00, on=ON.replace(day=11), **visit)).posted
    assert child.year.checkups_used == 2


def test_check_ups_are_all_that_the_plans_count() -> None:
    counted = {
        name
        for plan in catalogue().versions
        for benefit in plan.benefits.values()
        for name, part in (benefit.parts or {}).items()
        if part.max_count
    }

    assert counted == {"CHECKUP"}


def test_a_stored_result_runs_again_to_the_same_bytes(child: Child) -> None:
    number = child.case()
    child.settle(a_claim(500_00, 360_00, bills=("1",)), case_number=number)

    decision, _ = child.decision(number)
    assert decision.result is not None
    plan = catalogue().version("GYX-2021-CZ", decision.decided_at.date())
    assert run_again(decision.result, plan) == ()


def test_what_runs_differently_is_named_with_both_values(child: Child) -> None:
    record = dict(child.settle(a_claim(500_00)).record)
    amounts = {**record["result"]["amounts"], "payable": 499_99}
    altered = {**record, "result": {**record["result"], "amounts": amounts}}

    found = run_again(altered, catalogue().version("GYX-2021-CZ", NOON.date()))

    assert [difference.path for difference in found] == ["sha256", "amounts.payable"]
    assert (found[1].recorded, found[1].now) == ("49999", "50000")
