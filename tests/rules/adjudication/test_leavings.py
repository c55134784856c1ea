"""What a settled claim leaves behind for later ones: postings, visits, their places and copays."""

from dataclasses import replace

from rules.adjudication.claim import Accumulators, Policy, SettledVisit
from rules.adjudication.postings import Leavings, leavings
from rules.adjudication.result import AdjudicationResult
from rules.catalogue.effective import EffectiveTerms
from rules.catalogue.plan import PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.items import ItemCode
from rules.vocabulary import Benefit, EncounterType
from tests.rules.adjudication.builders import (
    A_DAY,
    CLINIC,
    INPATIENT,
    NETWORK,
    OUTPATIENT,
    claim,
    invoice,
    line,
    open_2025,
    plan,
    policy,
    price,
    stay,
)

STAY, VISIT, EMERGENCY = EncounterType.INPATIENT, EncounterType.OUTPATIENT, EncounterType.EMERGENCY
OF_THAT_DAY = SettledVisit(NETWORK.name, A_DAY, VISIT, 11, 120_00)


def terms(under: PlanVersion, held: Policy) -> EffectiveTerms:
    return effective_terms(under, held.schedule, held.options, A_DAY)


def second_bill(before: Accumulators, uncounted: frozenset[EncounterType] = frozenset()) -> Leavings:
    """Of a visit under 优享计划, whose copay is 200 from the eleventh visit on."""
    under, held = plan("GYX-2021-YX"), policy()
    result = price(claim(500_00), under=under, held=held, before=before)
    return leavings(result, terms(under, held), before, uncounted)


def test_a_second_bill_of_a_visit_takes_no_place_and_the_rest_of_the_copay() -> None:
    left = second_bill(Accumulators(counted_visits=11, settled_visits=(OF_THAT_DAY,)))

    assert [(visit.number, visit.counted, visit.copay_taken) for visit in left.visits] == [(11, False, 80_00)]
    assert [(posting.payable, posting.visits) for posting in left.postings] == [(420_00, 0)]


def test_the_place_that_a_reversal_gave_back_is_taken_again() -> None:
    before = Accumulators(counted_visits=11, settled_visits=(OF_THAT_DAY,))

    left = second_bill(before, frozenset({VISIT}))

    assert [(visit.number, visit.counted) for visit in left.visits] == [(11, True)]
    assert left.postings[0].visits == 1


def test_a_place_that_was_given_back_is_that_of_its_own_type_of_visit() -> None:
    left = second_bill(Accumulators(counted_visits=11, settled_visits=(OF_THAT_DAY,)), frozenset({EMERGENCY}))

    assert [visit.counted for visit in left.visits] == [False]


def test_a_visit_elsewhere_that_day_takes_its_own_place_and_copay() -> None:
    elsewhere = OF_THAT_DAY._replace(facility="示例诊所")

    left = second_bill(Accumulators(counted_visits=11, settled_visits=(elsewhere,)))

    assert [(visit.number, visit.counted, visit.copay_taken) for visit in left.visits] == [(12, True, 200_00)]


def three_bills(before: Accumulators) -> AdjudicationResult:
    """An outpatient visit, an emergency and a stay in one claim."""
    return price(
        stay(
            line(100_00, invoice="1"),
            line(200_00, invoice="2"),
            line(5_000_00, ItemCode.BED, invoice="3"),
            invoices=(invoice("1", type=VISIT), invoice("2", type=EMERGENCY), invoice("3", type=STAY)),
        ),
        before=before,
    )


def test_each_account_has_one_posting_whatever_bills_draw_on_it() -> None:
    before = Accumulators(deductible_left={INPATIENT: 1_000_00})

    left = leavings(three_bills(before), terms(plan(), policy(inpatient_limit="100000.00")), before)

    assert [(posting.account, posting.payable, posting.deductible) for posting in left.postings] == [
        (OUTPATIENT, 300_00, 0),
        (INPATIENT, 4_000_00, 1_000_00),
    ]
    assert [posting.visits for posting in left.postings] == [2, 0]


def test_a_deductible_that_two_accounts_share_is_posted_once() -> None:
    before = Accumulators(deductible_left={INPATIENT: 1_000_00})
    stated = terms(plan(), policy(inpatient_limit="100000.00"))
    shared = {
        kind: replace(benefit, deductible_account=INPATIENT) for kind, benefit in stated.by_encounter.items()
    }

    left = leavings(three_bills(before), replace(stated, by_encounter=shared), before)

    assert [(posting.account, posting.deductible) for posting in left.postings] == [
        (OUTPATIENT, 1_000_00),
        (INPATIENT, 0),
    ]


def test_check_ups_are_posted_once_beside_another_account() -> None:
    under = plan("GYX-2025-PLUS")
    held = open_2025(options=("VAC-2025",), vaccine_limit="3000.00", vaccine_copay="0.00")
    claimed = claim(
        line(300_00, ItemCode.CHECKUP, invoice="1"),
        line(100_00, invoice="2"),
        kind=EncounterType.VACCINATION,
        provider=CLINIC,
        invoices=(invoice("1"), invoice("2", type=VISIT)),
    )

    left = leavings(price(claimed, under=under, held=held), terms(under, held), Accumulators())

    assert [(posting.account, posting.checkups) for posting in left.postings] == [
        (Benefit.VACCINE, 1),
        (OUTPATIENT, 0),
    ]
    assert left.brands == {Benefit.VACCINE: "德真会"}
