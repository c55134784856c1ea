"""What one visit is, and which number it gets (A-05, A-06, A-50)."""

from dataclasses import replace
from datetime import date

from rules.adjudication.claim import Accumulators, Claim, SettledVisit
from rules.adjudication.result import AdjudicationResult, Outcome
from rules.catalogue.benefits import ClaimChannel
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType
from tests.rules.adjudication.builders import (
    A_DAY,
    NETWORK,
    PUBLIC,
    SHANGHAI_UFH,
    claim,
    codes,
    invoice,
    line,
    open_2025,
    plan,
    policy,
    price,
    reimbursement,
)

YX = plan("GYX-2021-YX")
VACCINATING = replace(NETWORK, brand="唯儿诺")


def test_a_bill_that_comes_later_for_the_same_visit_joins_it() -> None:
    first = price(claim(160_00), under=YX, before=Accumulators(counted_visits=10))
    second = price(claim(300_00), under=YX, before=first.after)

    assert (first.visits[0].number, first.amounts.copay) == (11, 160_00)
    assert (second.visits[0].number, second.amounts.copay) == (11, 40_00)
    assert second.after.counted_visits == 11


def test_a_visit_on_another_day_is_another_visit() -> None:
    first = price(claim(160_00), under=YX, before=Accumulators(counted_visits=10))
    second = price(claim(300_00, on=A_DAY.replace(day=11)), under=YX, before=first.after)

    assert (second.visits[0].number, second.amounts.copay) == (12, 200_00)


def test_an_emergency_on_the_same_day_is_another_visit() -> None:
    first = price(claim(160_00), under=YX, before=Accumulators(counted_visits=10))
    second = price(claim(300_00, kind=EncounterType.EMERGENCY), under=YX, before=first.after)

    assert second.visits[0].number == 12


def test_visits_of_one_claim_are_numbered_in_the_order_of_their_invoices() -> None:
    result = price(
        claim(
            line(100_00, invoice="A"),
            line(200_00, invoice="B"),
            invoices=(invoice("B", type=EncounterType.EMERGENCY), invoice("A")),
        ),
        before=Accumulators(counted_visits=4),
    )

    assert [(visit.type.value, visit.number) for visit in result.visits] == [
        ("EMERGENCY", 5),
        ("OUTPATIENT", 6),
    ]
    assert result.insurer == 200_00 + 50_00


def test_a_line_that_names_no_invoice_belongs_to_the_encounter() -> None:
    result = price(
        claim(
            line(100_00),
            line(200_00, invoice="B"),
            invoices=(invoice("A"), invoice("B", type=EncounterType.EMERGENCY)),
        )
    )

    assert [(visit.type.value, visit.billed) for visit in result.visits] == [
        ("OUTPATIENT", 100_00),
        ("EMERGENCY", 200_00),
    ]


def test_the_limit_runs_out_between_two_visits_of_one_claim() -> None:
    result = price(
        claim(
            line(300_00, invoice="A"),
            line(300_00, invoice="B"),
            invoices=(invoice("A"), invoice("B", type=EncounterType.EMERGENCY)),
        ),
        before=Accumulators(remaining={YX.benefits["OUTPATIENT_EMERGENCY"].limit: 400_00}),
    )

    assert [visit.payable for visit in result.visits] == [300_00, 100_00]
    assert codes(result) == {"LIMIT"}


def test_one_visit_that_a_person_must_decide_holds_back_the_whole_claim() -> None:
    result = price(
        claim(
            line(300_00, invoice="A"),
            line(6_000_00, invoice="B"),
            invoices=(invoice("A"), invoice("B", type=EncounterType.INPATIENT)),
        ),
        held=open_2025(),
        under=plan("GYX-2025-STD"),
    )

    assert result.outcome is Outcome.REFER
    assert result.after == Accumulators()


def test_a_visit_with_nothing_covered_takes_no_number_beside_one_that_does() -> None:
    result = price(
        claim(
            line(300_00, ItemCode.TCM, invoice="A"),
            line(100_00, invoice="B"),
            invoices=(invoice("A"), invoice("B", type=EncounterType.EMERGENCY)),
        )
    )

    assert [(visit.outcome.value, visit.number) for visit in result.visits] == [("REFUSE", None), ("PAY", 1)]
    assert (result.outcome, result.insurer, result.member) == (Outcome.PAY, 100_00, 300_00)


def test_a_reimbursed_visit_is_not_counted() -> None:
    result = price(reimbursement(300_00), before=Accumulators(counted_visits=9))

    assert (result.visits[0].number, result.after.counted_visits) == (None, 9)
    assert result.insurer == 300_00


def test_under_a_2025_plan_a_public_visit_counts_when_it_is_billed_directly() -> None:
    provider = PUBLIC.__class__(name=PUBLIC.name, ownership=PUBLIC.ownership, grade=3, direct_billing=True)
    direct = claim(500_00, provider=provider, appointment_booked=True)

    result = price(direct, under=plan("GYX-2025-STD"), held=open_2025())

    assert result.after.counted_visits == 1


def test_counters_of_hospital_groups_move_only_for_their_own_group() -> None:
    before = Accumulators(counted_visits=7, counted_visits_by_group={"ORDINARY": 7})
    result = price(
        claim(500_00, provider=SHANGHAI_UFH), under=plan(visit_counter_scope="PER_GROUP"), before=before
    )

    assert result.insurer == 500_00
    assert result.after.counted_visits_by_group == {"ORDINARY": 7, "上海和睦家": 1}
    assert before.counted_visits_by_group == {"ORDINARY": 7}


def test_a_self_paid_network_bill_is_refused_also_when_it_is_sent_as_a_direct_one() -> None:
    result = price(claim(500_00, channel=ClaimChannel.DIRECT_BILLING, paid_by_member_in_full=True))

    assert (result.outcome, codes(result)) == (Outcome.REFUSE, {"NET-SELFPAY"})


def test_a_second_bill_of_a_visit_takes_the_place_of_what_was_known_of_it() -> None:
    known = SettledVisit(SHANGHAI_UFH.name, A_DAY, EncounterType.EMERGENCY, 3, 300_00)
    other = SettledVisit(NETWORK.name, A_DAY, EncounterType.OUTPATIENT, 2, 0)
    before = Accumulators(counted_visits=3, settled_visits=(known, other))

    after = price(claim(500_00, kind=EncounterType.EMERGENCY, provider=SHANGHAI_UFH), before=before).after

    assert after.settled_visits == (other, known._replace(copay_taken=400_00))
    assert after.counted_visits == 3


def test_check_ups_of_one_date_count_once_though_two_claims_name_them() -> None:
    def checked(on: date) -> Claim:
        care = line(100_00, ItemCode.CHECKUP)
        return claim(care, kind=EncounterType.VACCINATION, provider=VACCINATING, on=on, diagnoses=("Z00.1",))

    def judged(on: date, before: Accumulators) -> AdjudicationResult:
        held = policy(options=("VAC-2025",), vaccine_limit="3000.00", vaccine_copay="0.00", waiting_days=0)
        return price(checked(on), under=plan("GYX-2025-STD"), held=held, before=before)

    eighth = judged(A_DAY, Accumulators(counts_used={"CHECKUP": 7}))
    same_date = judged(A_DAY, eighth.after)
    ninth = judged(A_DAY.replace(day=11), same_date.after)

    assert (eighth.outcome, same_date.outcome, ninth.outcome) == (Outcome.PAY, Outcome.PAY, Outcome.REFUSE)
    assert same_date.after.counts_used == {"CHECKUP": 8}
    assert ninth.reasons == (ReasonCode.COUNT_USED_UP,)
