"""A hospital advance in tests: usual values, and short ways to make things happen to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from activities.orders import ReserveAnswer
from commands.lived.stage import papers
from rules.advances.case import AdvanceCase
from rules.advances.decisions import AdvanceInput
from rules.advances.values import BillLine, Circumstances, Entitlement
from rules.advances.vocabulary import AdvanceAnswer, AdvanceFact, IdentityCheck
from rules.cases import CaseNews, Side
from rules.china_time import at_shanghai
from rules.clocks import Milestone, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.items import ItemCode
from rules.payments.values import (
    OpenReceivable,
    OrderPayment,
    PaymentAnswer,
    PaymentNews,
    ReceivableAnswer,
    ReceivableNews,
)
from rules.payments.vocabulary import PaymentStatus, ReceivableKind, ReceivableStatus
from rules.permissions import Action, Relation
from rules.roles import SYSTEM, Actor, Role
from rules.vocabulary import Benefit, DocumentKind
from tests.workflows.cases import actor, request
from workflows.advances.table import TABLE
from workflows.case_engine import (
    Fact,
    Happening,
    MilestoneReached,
    OrderLetter,
    PlanClock,
    RefusedError,
    Reserve,
    Step,
    apply,
    with_clock,
)
from workflows.messages_advance import (
    DecideAdvance,
    NotifyDischarge,
    PayAdvance,
    RecordCall,
    SettleBill,
    SignMandate,
    SubmitLinkedClaim,
)

NOW = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
NUMBER = "AD-260930-000018-4"
CLAIM = "RC-261020-000107-3"
REVIEWED = (DocumentKind.MEDICAL_RECORD, DocumentKind.DIAGNOSIS_CERTIFICATE, DocumentKind.HOSPITAL_ACCOUNT)
COLLECTED = (DocumentKind.INVOICE, DocumentKind.DISCHARGE_SUMMARY, DocumentKind.INPATIENT_RECORD)

SPECIALIST, SUPERVISOR = actor(Role.ADVANCE_SPECIALIST), actor(Role.SUPERVISOR)
ADJUSTER, HEAD, CLERK = actor(Role.ADJUSTER), actor(Role.HEAD), actor(Role.INTAKE_CLERK)
GUARDIAN, DESK = actor(Role.GUARDIAN), actor(Role.HOSPITAL_DESK)


def case(**changes: Any) -> AdvanceCase:
    """An advance for a stay estimated at 18,000 yuan, just asked for by the family."""
    usual = AdvanceCase(
        case_number=NUMBER,
        opened_at=NOW,
        opened_by=GUARDIAN.reference,
        request=request(hospital_id="SHENCHENG"),
        circumstances=Circumstances(guardian_id="7a1b8f0e-0000-4000-8000-000000000009"),
    )
    return replace(usual, **changes)


def entitlement(**changes: Any) -> Entitlement:
    """Nothing stands against it; 80 % of the estimate can be advanced."""
    usual = Entitlement(
        benefit=Benefit.INPATIENT,
        episode_id="7a1b8f0e-0000-4000-8000-000000000003",
        provider="FENGSHI",
        ratio="0.80",
        remaining=100_000_00,
        documents=tuple((kind,) for kind in REVIEWED),
        discharge_documents=tuple((kind,) for kind in COLLECTED),
        accumulator_version=4,
        plan_version="GYX-2025-STD/1",
    )
    return replace(usual, **changes)


APPROVE = DecideAdvance(decision=AdvanceInput(answer=AdvanceAnswer.APPROVE))
REFUSAL = AdvanceInput(
    answer=AdvanceAnswer.DECLINE, reason_code="EXC-PREEX", clause="2.4", explanation="病史早于保单生效日。"
)


def sign() -> SignMandate:
    """The guardian signs in the portal."""
    return SignMandate(verified=IdentityCheck.SIGNED_IN, documents=papers(DocumentKind.MANDATE))


def final_bill(total: int = 18_000_00, member_paid: int = 3_600_00, **changes: Any) -> SettleBill:
    """The bill of the stay with the file of R-156."""
    usual = SettleBill(
        number="0312345678",
        billed_on=date(2026, 10, 20),
        lines=(BillLine(item=ItemCode.TREATMENT, description="治疗费", amount=total),),
        member_paid=member_paid,
        documents=papers(*COLLECTED),
    )
    return replace(usual, **changes)


class AdvanceStory:
    """Tells an advance what happens to it, standing in for shell, ledger and payments room."""

    def __init__(self, start: AdvanceCase | None = None) -> None:
        """Begin with a request."""
        self.case = start or case()
        self.now = NOW
        self.letters: list[str] = []
        self.orders: list[OrderPayment] = []
        self.receivables: list[OpenReceivable] = []
        self.last: Step[AdvanceCase] = Step(state=self.case)
        self.fact(Fact.SUBMITTED)

    # What happens.

    def fact(self, event: str, body: Any = None) -> "AdvanceStory":
        """The system reports something."""
        return self._apply(Happening(event=event, actor=SYSTEM, now=self.now, body=body))

    def act(self, who: Actor, body: Any) -> "AdvanceStory":
        """A person acts."""
        outside = {Role.GUARDIAN: Relation.OWN_FAMILY, Role.HOSPITAL_DESK: Relation.OWN_HOSPITAL}
        relation = outside.get(who.roles[0], Relation.STAFF)
        return self._apply(
            Happening(event=Action(body.action), actor=who, now=self.now, body=body, relation=relation)
        )

    def later(self, **by: int) -> "AdvanceStory":
        """Time passes."""
        self.now += timedelta(**by)
        return self

    def grant(self) -> "AdvanceStory":
        """The ledger holds what was asked."""
        asked = next(effect for effect in self.last.effects if isinstance(effect, Reserve)).amount
        return self.fact(
            Fact.RESERVED,
            ReserveAnswer(granted=True, amount=asked, asked=asked, available=0, version=5),
        )

    def settle(self, order: OrderPayment | None = None) -> "AdvanceStory":
        """A payment arrives: the newest one unless another is given."""
        return self._ended(Fact.PAYMENT_SETTLED, order or self.orders[-1])

    def fail(self, code: str, *, correctable: bool = False, order: OrderPayment | None = None) -> Any:
        """A payment fails."""
        return self._ended(Fact.PAYMENT_FAILED, order or self.orders[-1], code=code, correctable=correctable)

    def _ended(self, fact: Fact, order: OrderPayment, **how: Any) -> "AdvanceStory":
        news = PaymentNews(
            key=order.key,
            attempt=order.attempt,
            number=f"PAY-{order.key[-1]}-{order.attempt}",
            amount=order.amount,
            purpose=order.purpose,
            ended_at=self.now,
            **how,
        )
        return self.fact(fact, news)

    def receive(self, total: int) -> "AdvanceStory":
        """Money came in; ``total`` of the refund is there now."""
        debt = self.receivables[-1]
        status = ReceivableStatus.PAID if total == debt.amount else ReceivableStatus.OPEN
        answer = self._receivable(debt, received=total, status=status)
        news = ReceivableNews(receivable=answer, receipt="R1", came=total, received_at=self.now)
        return self.fact(Fact.MONEY_RECEIVED, news)

    def determine(self, payable: int, **detail: Any) -> "AdvanceStory":
        """The linked claim says what is payable."""
        said = {"deciders": "staff:ma", "reason_code": "DED", **detail}
        news = CaseNews(
            key=f"{CLAIM}/determined/{payable}",
            fact=AdvanceFact.CLAIM_DETERMINED,
            sender=CLAIM,
            amount=payable,
            detail=said,
        )
        return self.fact(AdvanceFact.CLAIM_DETERMINED, news)

    def last_word(self) -> "AdvanceStory":
        """The linked claim is closed."""
        news = CaseNews(key=f"{CLAIM}/closed", fact=AdvanceFact.CLAIM_CLOSED, sender=CLAIM)
        return self.fact(AdvanceFact.CLAIM_CLOSED, news)

    def reach(self, kind: ClockKind, milestone: MilestoneKind) -> "AdvanceStory":
        """A clock reaches a milestone."""
        clock = self.case.clock(kind)
        assert clock is not None, f"{kind} is not running"
        reached = Milestone(kind=milestone, name=milestone, at=self.now)
        clock = replace(clock, milestones=(*clock.milestones, reached))
        self.case = with_clock(self.case, clock)
        return self.fact(Fact.MILESTONE, MilestoneReached(clock=clock, milestone=reached))

    # Standing in.

    def _apply(self, happening: Happening[AdvanceCase]) -> "AdvanceStory":
        self.last = apply(TABLE, self.case, self.case.stage, happening)
        self.case = self.last.state
        for effect in self.last.effects:
            self._perform(effect)
        return self

    def _perform(self, effect: object) -> None:
        if isinstance(effect, PlanClock):
            self._plan(effect)
        elif isinstance(effect, OrderLetter):
            self.letters.append(
                f"{effect.code} {effect.to}" if effect.to is not Side.GUARDIAN else effect.code
            )
        elif isinstance(effect, OrderPayment):
            self.orders.append(effect)
            self.fact(Fact.PAYMENT_ORDERED, _answer(effect))
        elif isinstance(effect, OpenReceivable):
            self.receivables.append(effect)
            self.fact(Fact.RECEIVABLE_OPENED, self._receivable(effect))

    def _receivable(
        self, debt: OpenReceivable, received: int = 0, status: ReceivableStatus = ReceivableStatus.OPEN
    ) -> ReceivableAnswer:
        return ReceivableAnswer(
            key=debt.key,
            reference="RCV-1",
            kind=ReceivableKind.REFUND,
            amount=debt.amount,
            received=received,
            status=status,
            due_on=debt.due_on,
        )

    def _plan(self, effect: PlanClock) -> None:
        due = at_shanghai((self.now + timedelta(days=8)).date(), datetime.min.time().replace(hour=18))
        clock = RunningClock(kind=effect.kind, started_at=effect.started_at, due_at=due)
        if effect.replaces:
            clock = replace(clock, pauses=effect.replaces.pauses, state=effect.replaces.state)
        self.case = with_clock(self.case, clock)


def _answer(order: OrderPayment) -> PaymentAnswer:
    return PaymentAnswer(
        key=order.key,
        attempt=order.attempt,
        number=f"PAY-{order.key[-1]}-{order.attempt}",
        amount=order.amount,
        status=PaymentStatus.ORDERED,
    )


# How far a story has come.


def called(**changes: Any) -> AdvanceStory:
    """Entitled and phoned; documents as given, none by default."""
    story = AdvanceStory(case(**changes)).fact(Fact.ASSESSED, entitlement())
    return story.act(SPECIALIST, RecordCall(notes="家属需要垫付，预计住院 5 天"))


def under_review(**changes: Any) -> AdvanceStory:
    """The file is complete."""
    return called(**{"documents": papers(*REVIEWED)} | changes)


def approved() -> AdvanceStory:
    """An adjuster approved the whole ceiling of 14,400 yuan."""
    return under_review().act(ADJUSTER, APPROVE).grant()


def advanced() -> AdvanceStory:
    """The hospital has the money."""
    story = approved().act(GUARDIAN, sign())
    return story.act(SPECIALIST, PayAdvance(account_checked="与医院财务电话核对")).settle()


def leaving() -> AdvanceStory:
    """The discharge was announced in time."""
    return advanced().act(GUARDIAN, NotifyDischarge(on=date(2026, 10, 20)))


def in_claim(**bill: Any) -> AdvanceStory:
    """The bill is settled, and the claim of the stay is open."""
    story = leaving().act(SPECIALIST, final_bill(**bill)).act(SPECIALIST, SubmitLinkedClaim())
    return story.fact(AdvanceFact.CLAIM_OPENED, CLAIM)


def refusal(story: AdvanceStory, who: Actor, body: object) -> RefusedError:
    """How the case refuses an act."""
    try:
        story.act(who, body)
    except RefusedError as refused:
        return refused
    raise AssertionError(f"{body} was taken")
