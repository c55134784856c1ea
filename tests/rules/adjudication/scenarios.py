"""Random claims under every plan of the catalogue, for property tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import (
    Accumulators,
    Approval,
    Claim,
    ClaimLine,
    Encounter,
    Invoice,
    InvoiceState,
    Policy,
    Provider,
)
from rules.adjudication.result import AdjudicationResult
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.plan import PlanVersion
from rules.catalogue.schedule import Schedule
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, CardStatus, Department, EncounterType, Ownership, Purchase
from tests.rules.adjudication.builders import A_DAY, FIRST_DAY, LAST_DAY

PLAN_CODES = shipped_catalogue().codes()
COMMON_ITEMS = (
    ItemCode.CONSULTATION,
    ItemCode.DRUG,
    ItemCode.LAB,
    ItemCode.BED,
    ItemCode.INJECTION,
    ItemCode.EXAMINATION,
    ItemCode.FILLING,
    ItemCode.CLEANING,
    ItemCode.VACCINE,
    ItemCode.CHECKUP,
)
AMOUNTS = st.one_of(st.integers(0, 5), st.integers(0, 900_00), st.integers(0, 12_000_00))
DIAGNOSES = ("J06.9", "C91.0", "J35.0", "F90.0", "S52.5", "K02.1")
RATES = ("0.00", "0.10", "0.3333", "0.50", "1.00")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that ``adjudicate`` takes."""

    plan: PlanVersion
    policy: Policy
    before: Accumulators
    claim: Claim

    def run(self) -> AdjudicationResult:
        """The result."""
        return adjudicate(self.plan, self.policy, self.before, self.claim)


def yuan(largest: int) -> st.SearchStrategy[str]:
    """Amounts as policies write them."""
    return st.integers(0, largest).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Schedules that state everything, and sometimes leave one value out."""
    first = draw(st.integers(1, 6))
    stated: dict[str, Any] = {
        "outpatient_limit": draw(yuan(60_000_00)),
        "inpatient_limit": draw(yuan(100_000_00)),
        "vaccine_limit": draw(yuan(5_000_00)),
        "inpatient_deductible": draw(yuan(10_000_00)),
        "vaccine_copay": draw(yuan(100_00)),
        "inpatient_coinsurance": draw(st.sampled_from(RATES)),
        "ortho_coinsurance": draw(st.sampled_from(RATES)),
        "outpatient_tiers": [
            {"from": 1, "to": first, "copay": draw(yuan(300_00)), "coinsurance": "0.00"},
            {"from": first + 1, "to": None, "copay": "0.00", "coinsurance": draw(st.sampled_from(RATES))},
        ],
        "outpatient_exclusions": draw(st.sampled_from(([], ["tcm"], ["dental", "vaccine"]))),
        "inpatient_exclusions": [],
        "critical_illnesses": ["C91"],
        "waiting_days": draw(st.sampled_from((0, 0, 0, 30))),
    }
    if draw(st.integers(0, 9)) == 0:
        del stated[draw(st.sampled_from(sorted(stated)))]
    return Schedule.from_mapping(stated)


def providers() -> st.SearchStrategy[Provider]:
    """Mostly network hospitals, and every other kind."""
    return st.builds(
        Provider,
        name=st.sampled_from(("美华妇儿医院", "上海浦滨儿童医院", "示例医院")),
        group=st.sampled_from((None, None, "广州和睦家", "上海和睦家", "北京和睦家")),
        ownership=st.sampled_from((Ownership.PRIVATE, Ownership.PRIVATE, Ownership.PUBLIC)),
        in_network=st.sampled_from((True, True, False)),
        grade=st.sampled_from((None, 1, 2, 3)),
        department=st.sampled_from((Department.GENERAL, Department.GENERAL, Department.VIP)),
        brand=st.sampled_from(("甲", "甲", "乙", None)),
        direct_billing=st.booleans(),
    )


def encounters() -> st.SearchStrategy[Encounter]:
    """Any kind of care on any day around the policy year."""
    return st.builds(
        Encounter,
        type=st.sampled_from(EncounterType),
        on=st.one_of(st.just(A_DAY), st.dates(FIRST_DAY - timedelta(3), LAST_DAY + timedelta(3))),
        surgery_on=st.one_of(st.none(), st.dates(FIRST_DAY, date(2026, 7, 31))),
        diagnoses=st.lists(
            st.sampled_from(("J06.9", "C91.0", "J35.0", "F90.0", "S52.5", "K02.1")), max_size=2
        ).map(tuple),
        procedures=st.lists(st.sampled_from(("28.2", "99.25", "86.0")), max_size=1).map(tuple),
        emergency=st.sampled_from((False, False, True)),
    )


def claim_lines(invoices: list[str]) -> st.SearchStrategy[ClaimLine]:
    """Lines of any item; some name an invoice, a unit price or what a person found."""
    return st.builds(
        ClaimLine,
        item=st.one_of(st.sampled_from(COMMON_ITEMS), st.sampled_from(ItemCode)),
        amount=AMOUNTS,
        invoice=st.sampled_from([None, *invoices]),
        quantity=st.sampled_from((None, 1, 3)),
        doctor_level=st.sampled_from((None, None, "CHIEF_PHYSICIAN")),
        finding=st.sampled_from((None, None, None, None, ReasonCode.EXCLUDED_PRE_EXISTING)),
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Claims with none to two invoices, which may make two visits of them."""
    numbers = draw(st.sampled_from(([], [], ["1"], ["1", "2"])))
    kinds = st.sampled_from((None, None, EncounterType.EMERGENCY, EncounterType.OUTPATIENT))
    states = st.sampled_from((InvoiceState.VERIFIED, InvoiceState.VERIFIED, InvoiceState.REVERSED))
    lines = draw(st.lists(claim_lines(numbers), max_size=6).map(tuple))
    billed = sum(line.amount for line in lines)
    return Claim(
        channel=draw(st.sampled_from((ClaimChannel.DIRECT_BILLING, ClaimChannel.REIMBURSEMENT))),
        provider=draw(providers()),
        encounter=draw(encounters()),
        lines=lines,
        invoices=tuple(Invoice(number=n, type=draw(kinds), state=draw(states)) for n in numbers),
        approval=draw(st.sampled_from((Approval.APPROVED, Approval.NONE))),
        appointment_booked=True,
        paid_by_member_in_full=draw(st.sampled_from((False, False, True))),
        public_insurance_paid=draw(st.one_of(st.just(0), st.integers(0, billed + 100))),
        redirected_to_network=draw(st.sampled_from((False, False, True))),
        emergency_notified_in_time=draw(st.booleans()),
    )


@st.composite
def accumulators(draw: st.DrawFn) -> Accumulators:
    """Accounts that are fresh, partly used, or empty."""
    left = st.one_of(st.integers(0, 50), st.integers(0, 100_000_00))
    return Accumulators(
        counted_visits=draw(st.integers(0, 14)),
        counted_visits_by_group=draw(st.sampled_from((None, {"ORDINARY": 3, "上海和睦家": 2}))),
        remaining={account: draw(left) for account in Benefit if draw(st.booleans())},
        deductible_left=draw(
            st.one_of(st.just({}), st.integers(0, 10_000_00).map(lambda fen: {Benefit.INPATIENT: fen}))
        ),
        counts_used=draw(st.sampled_from(({}, {"CHECKUP": 7}, {"CHECKUP": 8}))),
        brands=draw(st.sampled_from(({}, {Benefit.DENTAL: "甲", Benefit.VACCINE: "甲"}))),
        seen_invoices=draw(st.sampled_from((frozenset(), frozenset({":1"})))),
        card=draw(st.sampled_from((CardStatus.ACTIVE, CardStatus.ACTIVE, CardStatus.SUSPENDED))),
    )


@cache
def plan_read_as(code: str, counter: str, penalty: str, offset: str) -> PlanVersion:
    """A plan under one set of readings."""
    choices = {"visit_counter_scope": counter, "penalty_base": penalty, "si_offset": offset}
    return shipped_catalogue().version(code, FIRST_DAY).with_choices(choices)


@st.composite
def scenarios(draw: st.DrawFn, code: str) -> Scenario:
    """A claim under one plan with any readings."""
    readings = (("SHARED", "PER_GROUP"), ("PAYABLE", "ELIGIBLE"), ("NET_FIRST", "CAP_ONLY"))
    policy = Policy(
        effective_on=FIRST_DAY,
        expires_on=LAST_DAY,
        purchase=draw(st.sampled_from(Purchase)),
        options=draw(st.sampled_from(((), ("VAC-2025",), ("VAC-2025", "DENTAL-OPT-2025")))),
        schedule=draw(schedules()),
    )
    version = plan_read_as(code, *(draw(st.sampled_from(each)) for each in readings))
    return Scenario(version, policy, draw(accumulators()), draw(claims()))
