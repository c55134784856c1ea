"""What was paid above the determination comes back, by a person's word; told without server or database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rules.cases import Side
from rules.claims.case import ClaimCase, ClaimSubject
from rules.claims.overpayment import OverpaymentState
from rules.claims.values import ClaimAnswer, ClaimDecision, ClaimFigures
from rules.clocks import Milestone, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.direct_billing.case import DebtState, DirectBillingCase, FamilyDebt
from rules.direct_billing.shares import Shares
from rules.direct_billing.values import Stage as VisitStage
from rules.payments.values import (
    ChangeReceivable,
    Instalment,
    OpenReceivable,
    ReceivableAnswer,
    ReceivableNews,
)
from rules.payments.vocabulary import PaymentPurpose, ReceivableKind, ReceivableStatus
from rules.permissions import Action, Relation
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Payout, Stage
from rules.roles import SYSTEM, Actor, Role
from rules.vocabulary import Language
from tests.rules.claims.test_decisions import judged
from tests.rules.direct_billing.desk import visit
from tests.workflows import family_claims as family
from tests.workflows.cases import actor
from web.api.views.billing_views import OverpaymentView
from web.templating import module
from workflows.case_engine import (
    Fact,
    Happening,
    MilestoneReached,
    OrderLetter,
    PlanClock,
    RefusedError,
    Step,
    apply,
)
from workflows.direct_billing.decisions import _pay, _refused
from workflows.direct_billing.draft import Draft as VisitDraft
from workflows.direct_billing.table import TABLE as VISITS
from workflows.messages import CoSign, SendBack
from workflows.messages_debts import AgreeRefundPlan, DisputeDebt, GiveToLegal, ResumeDebt, WaiveDebt
from workflows.reimbursing.draft import Draft
from workflows.reimbursing.paying import close_when_told
from workflows.reimbursing.table import TABLE as CLAIMS

NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
NUMBER = "RC-260908-000001-0"
SUPERVISOR, ADJUSTER = actor(Role.SUPERVISOR), Actor("staff:decider", (Role.ADJUSTER,), 20_000_00)
DEBT = ReceivableKind.OVERPAYMENT


def decided(payable: int) -> ClaimDecision:
    return ClaimDecision(
        ordinal=1,
        answer=ClaimAnswer.PAY,
        judged=replace(judged(), figures=ClaimFigures(billed=500_00, payable=payable)),
        decided_by=ADJUSTER.reference,
        decided_at=NOW,
    )


def paid_ahead(payable: int) -> ReimbursementCase:
    """300 yuan were paid ahead on day sixty; less was determined, and the claim is about to end."""
    ahead = Payout(key=f"{NUMBER}/interim", purpose=PaymentPurpose.INTERIM, amount=300_00, paid_at=NOW)
    return ReimbursementCase(
        case_number=NUMBER,
        opened_at=NOW,
        opened_by="guardian:g",
        stage=Stage.PAID,
        subject=ClaimSubject(member_id="m", policy_id="p", guardian_id="g", hospital_code="H"),
        claim=family.claim(500_00),
        payouts=(ahead,),
        interim_paid=300_00,
        decisions=(decided(payable),),
    )


def ended(case: ReimbursementCase) -> ReimbursementCase:
    """The same after the last thing that it waited for."""
    return close_when_told(Draft(case, told(Fact.LETTER_SENT, None, SYSTEM))).case


def told(event: str, body: Any, who: Actor) -> Happening[Any]:
    return Happening(event=event, now=NOW, actor=who, relation=Relation.STAFF, body=body)


def step(case: Any, event: str, body: Any, who: Actor = SYSTEM) -> Step[Any]:
    table: Any = CLAIMS if isinstance(case, ReimbursementCase) else VISITS
    return apply(table, case, case.stage, told(event, body, who))


def answer(case: ClaimCase, received: int = 0) -> ReceivableAnswer:
    debt = case.overpayment
    assert debt is not None
    over = received == debt.amount
    return ReceivableAnswer(
        key=debt.key,
        reference="R-1",
        kind=DEBT,
        amount=debt.amount,
        received=received,
        status=ReceivableStatus.PAID if over else ReceivableStatus.OPEN,
        due_on=date(2026, 11, 25),
    )


def came(case: ClaimCase, amount: int) -> ReceivableNews:
    return ReceivableNews(
        receivable=answer(case, amount), receipt=f"IN-{amount}", came=amount, received_at=NOW
    )


def effect(done: Step[Any], kind: type) -> Any:
    return next(each for each in done.effects if isinstance(each, kind))


def test_a_claim_that_was_paid_ahead_too_much_is_asked_back_by_another_persons_word() -> None:
    case = ended(paid_ahead(200_00))
    assert case.stage is Stage.PAID, "it stays open"
    assert case.overpayment is not None
    assert (case.overpayment.amount, case.overpayment.debtor) == (100_00, "guardian:g")
    assert case.proposed_by == ADJUSTER.reference

    signed = step(case, Action.CO_SIGN, CoSign(), SUPERVISOR)
    wanted = effect(signed, OpenReceivable)
    assert (wanted.kind, wanted.amount, wanted.debtor) == (DEBT, 100_00, "guardian:g")
    assert wanted.due_on == date(2026, 11, 25)
    opened = step(signed.state, Fact.RECEIVABLE_OPENED, answer(signed.state))
    assert effect(opened, OrderLetter) == OrderLetter(code="LT-OVP", to=Side.GUARDIAN)
    assert effect(opened, PlanClock).kind is ClockKind.OVERPAYMENT

    part = step(opened.state, Fact.MONEY_RECEIVED, came(opened.state, 40_00)).state
    assert (part.stage, part.overpayment.owed) == (Stage.PAID, 60_00)
    over = step(part, Fact.MONEY_RECEIVED, came(part, 100_00)).state
    assert (over.stage, over.overpayment.state) == (Stage.CLOSED, OverpaymentState.PAID)


def test_whoever_decided_the_amount_does_not_ask_for_it_back() -> None:
    case = ended(paid_ahead(200_00))

    with pytest.raises(RefusedError, match="You decided the amount"):
        step(case, Action.CO_SIGN, CoSign(), replace(SUPERVISOR, reference=ADJUSTER.reference))


def test_what_a_second_person_does_not_ask_for_ends_with_its_reason() -> None:
    case = ended(paid_ahead(200_00))

    over = step(case, Action.SEND_BACK, SendBack(reason="差额由我方承担"), SUPERVISOR)

    assert over.state.stage is Stage.CLOSED
    assert over.state.overpayment.state is OverpaymentState.WAIVED
    assert [text.text for text in over.texts] == ["差额由我方承担"]


@pytest.mark.parametrize("payable", [300_00, 400_00])
def test_what_was_paid_ahead_within_the_determination_is_nobodys_debt(payable: int) -> None:
    assert ended(paid_ahead(payable)).stage is Stage.CLOSED


def collected(case: Any) -> Any:
    signed = step(case, Action.CO_SIGN, CoSign(), SUPERVISOR).state
    return step(signed, Fact.RECEIVABLE_OPENED, answer(signed)).state


def test_an_objection_stops_it_until_it_is_answered_or_waived() -> None:
    case = collected(ended(paid_ahead(200_00)))

    disputed = step(case, Action.DISPUTE_DEBT, DisputeDebt(debt=DEBT, reason="已核对"), actor(Role.GUARDIAN))
    assert disputed.state.overpayment.state is OverpaymentState.DISPUTED
    stands = step(disputed.state, Action.RESUME_DEBT, ResumeDebt(debt=DEBT, reason="核定无误"), SUPERVISOR)
    assert stands.state.overpayment.state is OverpaymentState.NOTICE_SENT
    assert effect(stands, PlanClock).kind is ClockKind.OVERPAYMENT
    waived = step(stands.state, Action.WAIVE_DEBT, WaiveDebt(debt=DEBT, reason="家庭困难"), SUPERVISOR)
    assert waived.state.stage is Stage.CLOSED


PARTS = (
    Instalment(due_on=date(2026, 12, 1), amount=40_00),
    Instalment(due_on=date(2027, 1, 1), amount=60_00),
)
FINANCE = actor(Role.ADJUSTER)


def test_it_may_be_paid_in_parts_and_a_missed_part_makes_all_of_it_overdue() -> None:
    case = collected(ended(paid_ahead(200_00)))
    short = AgreeRefundPlan(instalments=PARTS[:1])
    with pytest.raises(RefusedError, match="must add up"):
        step(case, Action.AGREE_REFUND_PLAN, short, FINANCE)

    agreed = step(case, Action.AGREE_REFUND_PLAN, AgreeRefundPlan(instalments=PARTS), FINANCE)
    assert agreed.state.overpayment.state is OverpaymentState.INSTALMENT_AGREED
    assert effect(agreed, ChangeReceivable).instalments == PARTS
    assert planned(agreed) == (ClockKind.OVERPAYMENT_INSTALMENT, date(2026, 12, 1))

    paid = step(agreed.state, Fact.MONEY_RECEIVED, came(agreed.state, 40_00)).state
    second = lapsed(paid, datetime(2026, 12, 1, 16, 1, tzinfo=UTC))
    assert planned(second) == (ClockKind.OVERPAYMENT_INSTALMENT, date(2027, 1, 1))
    missed = lapsed(second.state, datetime(2027, 1, 1, 16, 1, tzinfo=UTC))
    assert missed.state.overpayment.state is OverpaymentState.OVERDUE
    assert effect(missed, OrderLetter).code == "LT-OVP"
    assert missed.state.overpayment.legal_from == date(2027, 2, 1)


def test_a_part_that_was_not_paid_is_not_followed_by_the_next() -> None:
    case = collected(ended(paid_ahead(200_00)))
    agreed = step(case, Action.AGREE_REFUND_PLAN, AgreeRefundPlan(instalments=PARTS), FINANCE).state

    missed = lapsed(agreed, datetime(2026, 12, 1, 16, 1, tzinfo=UTC))

    assert missed.state.overpayment.state is OverpaymentState.OVERDUE


def test_parts_that_the_books_could_not_take_leave_the_whole_due_again() -> None:
    case = collected(ended(paid_ahead(200_00)))
    agreed = step(case, Action.AGREE_REFUND_PLAN, AgreeRefundPlan(instalments=PARTS), FINANCE).state
    unfit = replace(
        answer(agreed, 30_00), problem="The instalments add up to 100.00 yuan, but 70.00 are owed."
    )

    after = step(agreed, Fact.RECEIVABLE_CHANGED, unfit)

    debt = after.state.overpayment
    assert (debt.state, debt.owed, debt.instalments) == (OverpaymentState.NOTICE_SENT, 70_00, ())
    assert effect(after, PlanClock).kind is ClockKind.OVERPAYMENT
    assert step(after.state, Fact.RECEIVABLE_CHANGED, unfit).effects == (), "it ends there"


def test_only_an_overdue_one_goes_to_the_lawyers_and_the_case_ends_with_it() -> None:
    case = collected(ended(paid_ahead(200_00)))
    give = GiveToLegal(reason="三次提醒未复")
    with pytest.raises(RefusedError, match="needs an overpayment that is OVERDUE"):
        step(case, Action.GIVE_TO_LEGAL, give, SUPERVISOR)

    over = step(late(case), Action.GIVE_TO_LEGAL, give, SUPERVISOR)

    assert over.state.overpayment.state is OverpaymentState.LEGAL
    assert over.state.overpayment.legal_from == NOW.date(), "the letter names the day"
    assert over.state.stage is Stage.CLOSED
    assert effect(over, ChangeReceivable).status is ReceivableStatus.LEGAL
    assert effect(over, OrderLetter).code == "LT-OVP"


def late(case: Any) -> Any:
    debt = replace(case.overpayment, state=OverpaymentState.OVERDUE)
    return replace(case, overpayment=debt)


def planned(done: Step[Any]) -> tuple[ClockKind, date | None]:
    wanted = effect(done, PlanClock)
    return wanted.kind, wanted.bound_on


def lapsed(case: Any, at: datetime) -> Step[Any]:
    """The day of a part is over."""
    part = RunningClock(kind=ClockKind.OVERPAYMENT_INSTALMENT, started_at=NOW, due_at=at)
    reached = MilestoneReached(clock=part, milestone=Milestone(name="LAPSE", kind=MilestoneKind.LAPSE, at=at))
    happening = replace(told(Fact.MILESTONE, reached, SYSTEM), now=at)
    table: Any = CLAIMS
    return apply(table, replace(case, clocks=(part,)), case.stage, happening)


def stay(paid: int, **changes: Any) -> DirectBillingCase:
    asked = visit()
    usual = DirectBillingCase(
        case_number="DB-260610-000018-4",
        opened_at=NOW,
        opened_by="hospital:MEIHUA-FUER",
        stage=VisitStage.ADJUDICATED,
        subject=ClaimSubject(member_id=asked.member_id, policy_id=asked.policy_id),
        visit=asked,
        paid=paid,
        decisions=(decided(700_00),),
    )
    return replace(usual, **changes)


def shares(hospital: int) -> Shares:
    return Shares(hospital=hospital, copay=0, recovery=0, uncollected=0, overcharged=0)


def corrected(case: DirectBillingCase, hospital: int) -> DirectBillingCase:
    assert case.decision is not None
    draft = VisitDraft(case, told(Fact.LETTER_SENT, None, SYSTEM))
    return _pay(draft, case.decision, shares(hospital)).case


def test_a_hospital_that_was_overpaid_gives_the_difference_back_before_its_case_ends() -> None:
    case = corrected(stay(1_000_00), 700_00)
    assert case.stage is VisitStage.HOSPITAL_PAID, "it stays open"
    assert case.overpayment is not None
    assert (case.overpayment.paid, case.overpayment.due) == (1_000_00, 700_00)

    signed = step(case, Action.CO_SIGN, CoSign(), SUPERVISOR)
    assert effect(signed, OpenReceivable).debtor == f"hospital:{case.visit.hospital_id}"
    opened = step(signed.state, Fact.RECEIVABLE_OPENED, answer(signed.state))
    assert effect(opened, OrderLetter) == OrderLetter(code="LT-OVP", to=Side.HOSPITAL)
    over = step(opened.state, Fact.MONEY_RECEIVED, came(opened.state, 300_00)).state
    assert over.stage is VisitStage.CLOSED

    again = corrected(replace(over, stage=VisitStage.ADJUDICATED, closed_at=None), 700_00)
    assert again.stage is VisitStage.CLOSED, "what came back is not asked for again"


def test_a_recovery_of_the_family_is_signed_before_it_and_each_by_itself() -> None:
    recovery = FamilyDebt(
        kind=ReceivableKind.RECOVERY,
        state=DebtState.PROPOSED,
        key="DB-260610-000018-4/recovery",
        amount=50_00,
        proposed_by=ADJUSTER.reference,
    )
    window = RunningClock(kind=ClockKind.CORRECTION_WINDOW, started_at=NOW, due_at=NOW + timedelta(days=9))
    case = corrected(stay(1_000_00, recovery=recovery, clocks=(window,)), 700_00)

    first = step(case, Action.CO_SIGN, CoSign(), SUPERVISOR)
    assert effect(first, OpenReceivable).kind is ReceivableKind.RECOVERY
    second = step(first.state, Action.CO_SIGN, CoSign(), SUPERVISOR)
    assert effect(second, OpenReceivable).kind is DEBT


def test_a_refused_correction_asks_for_all_that_was_paid() -> None:
    """The decision as a whole is replaced: nothing is due any more."""
    case = stay(1_000_00, stage=VisitStage.FINAL_BILLED)
    assert case.decision is not None
    refused = _refused(VisitDraft(case, told(Fact.LETTER_SENT, None, SYSTEM)), case.decision).case

    assert refused.stage is VisitStage.REFUSED
    assert refused.overpayment is not None
    assert refused.overpayment.amount == 1_000_00


def test_staff_see_it_at_once_and_whoever_owes_it_when_two_have_agreed() -> None:
    proposed = ended(paid_ahead(200_00))
    asked = collected(proposed)
    seen = OverpaymentView.of

    assert seen(proposed.overpayment, staff=True, debtor=False)
    assert seen(proposed.overpayment, staff=False, debtor=True) is None
    assert seen(asked.overpayment, staff=False, debtor=False) is None, "it is not theirs"
    told_of = seen(asked.overpayment, staff=False, debtor=True)
    assert told_of is not None
    assert (told_of.amount, told_of.reference) == (100_00, "R-1")


@pytest.mark.parametrize("language", Language)
def test_the_page_of_a_case_says_what_was_paid_and_what_was_due(language: Language) -> None:
    view = OverpaymentView.of(collected(ended(paid_ahead(200_00))).overpayment, staff=True, debtor=False)

    shown = str(module("case_parts.html", language).overpaid(view))

    for said in ("300.00", "200.00", "100.00", "R-1", "2026-11-25"):
        assert said in shown
