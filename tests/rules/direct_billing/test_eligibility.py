"""What a desk is told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.adjudication.claim import Accumulators, Provider
from rules.direct_billing.eligibility import (
    confirmed,
    eligibility,
    not_insured,
    unconsented,
    what_to_do,
)
from rules.direct_billing.values import Eligibility, Standing
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, CardStatus, EncounterType, Ownership, PolicyStatus
from tests.rules.direct_billing.desk import PUBLIC, facts


def test_an_active_card_at_a_direct_billing_clinic_is_eligible() -> None:
    found = eligibility(facts())

    assert found.standing is Standing.ELIGIBLE
    assert (found.visit_number, found.payable, found.member) == (1, 600_00, 0)
    assert found.remaining == 60_000_00
    assert ItemCode.TCM in found.excluded


def test_the_expected_copay_follows_the_number_of_the_visit() -> None:
    eighth = eligibility(facts(before=Accumulators(counted_visits=7)))
    ninth = eligibility(facts(before=Accumulators(counted_visits=8)))

    assert (eighth.visit_number, eighth.copay) == (8, 0)
    assert (ninth.visit_number, ninth.copay, ninth.payable) == (9, 200_00, 400_00)


def test_the_remaining_limit_is_what_the_accounts_say() -> None:
    left = Accumulators(remaining={Benefit.OUTPATIENT_EMERGENCY: 250_00})

    found = eligibility(facts(before=left))

    assert (found.remaining, found.payable, found.member) == (250_00, 250_00, 350_00)


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (CardStatus.SUSPENDED, ReasonCode.CARD_SUSPENDED),
        (CardStatus.PENDING, ReasonCode.NOT_IN_FORCE),
        (CardStatus.EXPIRED, ReasonCode.NOT_IN_FORCE),
        (CardStatus.CANCELLED, ReasonCode.NOT_IN_FORCE),
    ],
)
def test_a_card_that_is_not_active_is_refused_at_the_desk(card: CardStatus, reason: ReasonCode) -> None:
    found = eligibility(facts(card=card))

    assert found.standing is Standing.NOT_ELIGIBLE
    assert found.reasons == (reason,)
    assert what_to_do(reason).zh


def test_a_suspended_card_does_not_stop_a_stay_that_a_letter_covers() -> None:
    stay = {"encounter": EncounterType.INPATIENT}

    with_letter = eligibility(facts(card=CardStatus.SUSPENDED, visits=stay, authorized=True))
    without = eligibility(facts(visits=stay))

    assert with_letter.standing is Standing.ELIGIBLE
    assert without.reasons == (ReasonCode.PREAUTHORIZATION_MISSING,)


def test_the_desk_hears_all_that_stands_against_a_visit_at_once() -> None:
    strange = Provider(name="示例私立医院", ownership=Ownership.PRIVATE)

    found = eligibility(
        facts(card=CardStatus.SUSPENDED, plan_code="GYX-2021-CZ", schedule={}, provider=strange)
    )

    assert found.reasons == (ReasonCode.CARD_SUSPENDED, ReasonCode.OUT_OF_NETWORK)


def test_a_policy_still_to_be_paid_is_not_in_force() -> None:
    assert eligibility(facts(status=PolicyStatus.PENDING)).reasons == (ReasonCode.NOT_IN_FORCE,)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2026, 2, 28), Standing.NOT_ELIGIBLE),
        (date(2026, 3, 1), Standing.ELIGIBLE),
        (date(2027, 2, 28), Standing.ELIGIBLE),
        (date(2027, 3, 1), Standing.NOT_ELIGIBLE),
    ],
)
def test_the_policy_holds_from_its_first_to_its_last_day(on: date, standing: Standing) -> None:
    assert eligibility(facts(visits={"on": on})).standing is standing


def test_a_hospital_off_the_list_does_not_bill_a_2021_policy_directly() -> None:
    outside = Provider(name="示例非网络诊所", ownership=Ownership.PRIVATE)

    found = eligibility(facts(provider=outside, plan_code="GYX-2021-YX", schedule={}))

    assert found.standing is Standing.NOT_ELIGIBLE
    assert found.reasons == (ReasonCode.OUT_OF_NETWORK,)


def test_another_brand_than_the_locked_one_is_refused() -> None:
    clinic = Provider(name="联洋诊所", brand="德真会", ownership=Ownership.PRIVATE, in_network=True)
    locked = Accumulators(brands={Benefit.DENTAL: "其他品牌"})
    asked = {"encounter": EncounterType.DENTAL}

    policy: dict[str, Any] = {"plan_code": "DENT-2021", "schedule": {"waiting_days": 0}, "visits": asked}
    other = eligibility(facts(**policy, provider=clinic, before=locked))
    same = eligibility(
        facts(**policy, provider=clinic, before=Accumulators(brands={Benefit.DENTAL: "德真会"}))
    )

    assert (other.standing, other.reasons[0]) == (Standing.NOT_ELIGIBLE, ReasonCode.BRAND_LOCK)
    assert same.standing is Standing.ELIGIBLE


@pytest.mark.parametrize("chosen", [None, "其他品牌"])
def test_a_first_dental_visit_waits_for_a_person_unless_its_brand_was_chosen(chosen: str | None) -> None:
    clinic = Provider(name="联洋诊所", brand="德真会", ownership=Ownership.PRIVATE, in_network=True)
    asked = {"encounter": EncounterType.DENTAL}
    policy: dict[str, Any] = {"plan_code": "DENT-2021", "schedule": {"waiting_days": 0}, "visits": asked}

    by_chance = eligibility(facts(**policy, provider=clinic, chosen_brand=chosen))
    as_chosen = eligibility(facts(**policy, provider=clinic, chosen_brand="德真会"))

    assert (by_chance.standing, by_chance.reasons) == (Standing.MANUAL, (ReasonCode.BRAND_UNCHOSEN,))
    assert "选定品牌" in what_to_do(ReasonCode.BRAND_UNCHOSEN).zh
    assert as_chosen.standing is Standing.ELIGIBLE


def test_vaccines_need_no_brand_chosen_before() -> None:
    clinic = Provider(name="唯儿诺儿科", brand="唯儿诺", ownership=Ownership.PRIVATE, in_network=True)
    asked = {"encounter": EncounterType.VACCINATION}

    found = eligibility(facts(visits=asked, options=("VAC-2025",), provider=clinic))

    assert found.standing is Standing.ELIGIBLE


def test_an_optional_benefit_that_was_not_bought_is_no_cover() -> None:
    asked = {"encounter": EncounterType.VACCINATION}

    without = eligibility(facts(visits=asked))
    bought = eligibility(facts(visits=asked, options=("VAC-2025",)))

    assert without.standing is not Standing.ELIGIBLE
    assert bought.standing is Standing.ELIGIBLE


def test_care_that_needs_a_letter_is_refused_without_one() -> None:
    asked = facts(item=ItemCode.OUTPATIENT_SURGERY)

    assert eligibility(asked).reasons == (ReasonCode.PREAUTHORIZATION_MISSING,)


def test_a_public_hospital_wants_an_appointment_made_before() -> None:
    booked = eligibility(facts(provider=PUBLIC, visits={"appointment": True}))
    walk_in = eligibility(facts(provider=PUBLIC))

    assert booked.public
    assert walk_in.standing is Standing.MANUAL
    assert ReasonCode.DOCUMENT_MISSING in walk_in.reasons


def test_what_the_terms_do_not_state_goes_to_a_person_who_may_confirm_it() -> None:
    found = eligibility(facts(schedule={}))

    assert found.standing is Standing.MANUAL
    after = confirmed(found)
    assert (after.standing, after.manual_for) == (Standing.ELIGIBLE, found.reasons)


def test_a_card_that_nobody_knows_says_no_more_than_that() -> None:
    found = not_insured()

    assert (found.standing, found.reasons) == (Standing.NOT_ELIGIBLE, (ReasonCode.NOT_INSURED,))
    assert found.remaining is None


def test_an_answer_says_which_bill_it_was_reckoned_for() -> None:
    found = eligibility(facts(visits={"expected": 321_00}, year_version=4))

    assert (found.expected, found.payable, found.member, found.year_version) == (321_00, 321_00, 0, 4)
    assert not found.public


def test_what_a_person_confirms_keeps_every_figure_of_the_answer() -> None:
    found = eligibility(facts(before=Accumulators(counted_visits=8)))
    after = confirmed(replace(found, standing=Standing.MANUAL, deductible=7_00))

    assert after == replace(found, deductible=7_00)
    assert (after.copay, after.member, after.visit_number) == (200_00, 200_00, 9)
    assert confirmed(replace(after, manual_for=(ReasonCode.DOCUMENT_MISSING,))).manual_for == (
        ReasonCode.DOCUMENT_MISSING,
    )


def test_a_refused_visit_says_what_it_was_expected_to_cost_and_where() -> None:
    found = eligibility(facts(card=CardStatus.SUSPENDED, provider=PUBLIC, year_version=4))

    assert (found.standing, found.expected, found.public) == (Standing.NOT_ELIGIBLE, 600_00, True)
    assert found.year_version == 4


def test_without_consents_nothing_is_told_but_that() -> None:
    assert unconsented() == Eligibility(standing=Standing.NOT_ELIGIBLE, reasons=(ReasonCode.NO_CONSENT,))
