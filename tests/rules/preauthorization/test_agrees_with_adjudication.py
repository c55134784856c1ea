"""What a request is told beforehand and what its bill is judged by later do not contradict each other."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import Accumulators, Claim, ClaimLine, Encounter, Policy, Provider
from rules.adjudication.result import AdjudicationResult, Outcome
from rules.catalogue.benefits import ClaimChannel
from rules.items import ItemCode
from rules.preauthorization.assess import assess
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.situations import is_surgery
from rules.preauthorization.values import Weight
from rules.vocabulary import AuthorizationType, EncounterType, Purchase
from tests.rules.preauthorization.requests import a_policy, a_request, coded, codes, facts, item

ITEMS = [code for code in ItemCode if code not in (ItemCode.VACCINE, ItemCode.INJECTION_FEE)]
DIAGNOSES = ["J35.0", "J18.9", "K40.9", "C91.0", "F84.0", "K02.1", "S52.5"]
REQUESTS = st.builds(
    a_request,
    encounter=st.sampled_from([EncounterType.OUTPATIENT, EncounterType.INPATIENT]),
    kind=st.just(AuthorizationType.HIGH_PRICE_ITEM),
    diagnoses=st.lists(st.sampled_from(DIAGNOSES), min_size=1, max_size=2).map(lambda c: coded(*c)),
    procedures=st.lists(st.sampled_from(["28.2", "53.0", "99.25", "39.95", "88.0"]), max_size=2).map(
        lambda listed: coded(*listed)
    ),
    planned_on=st.dates(date(2026, 4, 20), date(2026, 9, 10)),
    items=st.lists(
        st.builds(
            item,
            st.sampled_from(ITEMS),
            st.sampled_from([2999, 3000, "3000.01", 4999, 5000, "5000.01", 9001, 31000]),
            quantity=st.integers(1, 3),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)


def billed(asked: RequestFacts) -> AdjudicationResult:
    """The bill of exactly what was asked for, given on the planned day without approval."""
    request, policy = asked.request, asked.policy
    claim = Claim(
        channel=ClaimChannel.DIRECT_BILLING,
        provider=Provider(
            name=asked.hospital.name,
            ownership=asked.hospital.ownership,
            group=asked.hospital.brand,
            in_network=True,
        ),
        encounter=Encounter(
            type=request.encounter,
            on=request.planned_on,
            surgery_on=request.planned_on if is_surgery(asked) else None,
            diagnoses=tuple(diagnosis.code for diagnosis in request.diagnoses),
            procedures=tuple(procedure.code for procedure in request.procedures),
        ),
        lines=tuple(
            ClaimLine(item=ItemCode(line.item), amount=line.amount, quantity=line.quantity)
            for line in request.items
        ),
        expected_cumulative_cost=request.estimate,
    )
    terms = Policy(
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        purchase=policy.purchase,
        schedule=policy.schedule,
    )
    return adjudicate(asked.plan, terms, Accumulators(), claim)


def asking(code: str, request: Any, purchase: Purchase) -> RequestFacts:
    """The request under a policy that states everything."""
    return facts(code, request=request, policy=a_policy(purchase=purchase))


EVERY = st.builds(
    asking,
    st.sampled_from(["GYX-2021-CZ", "GYX-2021-YX", "GYX-2025-STD"]),
    REQUESTS,
    st.sampled_from(Purchase),
)


@given(EVERY)
@settings(max_examples=300, deadline=None)
def test_whatever_is_penalized_without_approval_was_said_to_need_it(asked: RequestFacts) -> None:
    if "PA-MISSING-40" in billed(asked).reasons:
        assert assess(asked).required is True


@given(EVERY)
@settings(max_examples=300, deadline=None)
def test_whatever_is_refused_or_excluded_was_pointed_out_before(asked: RequestFacts) -> None:
    result, assessment = billed(asked), assess(asked)

    barred = {reason for reason in result.reasons if reason.startswith(("EXC-", "WAIT-"))}
    assert barred <= set(codes(assessment))
    if result.outcome is Outcome.REFUSE:
        assert codes(assessment, Weight.BLOCKS)
