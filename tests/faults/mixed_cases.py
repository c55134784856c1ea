"""Cases of all four processes, each with money that goes out and sometimes comes back, lived side by side."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, time
from uuid import uuid4

from commands.lived import advances
from commands.lived.advances import Care
from commands.lived.approvals import approved, planned_care
from commands.lived.billing import at_the_desk, send_bills
from commands.lived.deciding import decide
from commands.lived.insured import Insured
from commands.lived.people import guardian
from commands.lived.stage import Stage, opening_at, papers
from commands.lived.treasury import PROVIDER_ACCOUNT, Treasury
from rules.adjudication.claim import Claim, ClaimLine, Encounter, Invoice, Provider
from rules.advances.values import BillLine as AdvanceLine
from rules.advances.vocabulary import Stage as AdvanceStage
from rules.catalogue.benefits import ClaimChannel
from rules.china_time import at_shanghai
from rules.claims.case import ClaimSubject
from rules.direct_billing.values import BillInvoice, BillLine, HospitalBill, VisitRequest
from rules.items import ItemCode
from rules.opening import Opening
from rules.preauthorization.values import Coded
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage as ClaimStage
from rules.vocabulary import Department, DocumentKind, EncounterType, Ownership, Process
from tests.faults.patient_stage import persistently
from tests.workflows.children import new_child
from workflows.messages_reimbursement import AcceptDecision

ON = date(2026, 6, 15)
DESK, PUBLIC_DESK, PUBLIC = "MEIHUA-FUER", "HUAIHAI", "SHENCHENG"


@dataclass(slots=True)
class Run:
    """What was begun, and what came to its end."""

    stage: Stage
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, number: str) -> None:
        """A case has its number."""
        with self.lock:
            self.begun.append(number)

    def end(self, number: str) -> None:
        """A case came where it should."""
        with self.lock:
            self.ended.append(number)


def live(stage: Stage, count: int, strikes: Sequence[int], strike: Callable[[], None]) -> Run:
    """That many cases of the four processes in turn, with a death at the beginning of some."""
    run = Run(stage)
    ways = (letter_for, visit_to, claim_of_family, advance_for)

    def one(place: int) -> None:
        if place in strikes:
            strike()
        ways[place % len(ways)](run, place)

    with ThreadPoolExecutor(8, thread_name_prefix="family") as pool:
        for _ in pool.map(one, range(count)):
            pass
    return run


def child(stage: Stage) -> Insured:
    """A child of its own, insured for the year."""
    return persistently(lambda: new_child(stage.engine))


def letter_for(run: Run, place: int) -> None:
    """A pre-authorization to its letter."""
    del place
    number = approved(run.stage, planned_care(child(run.stage), DESK, ON, 18_000_00))
    run.begin(number)
    run.end(number)


def visit_to(run: Run, place: int) -> None:
    """A visit that is billed directly; at a public hospital the family's share comes in."""
    stage, insured, public = run.stage, child(run.stage), place % 8 == 1
    hospital, at = (PUBLIC_DESK if public else DESK), at_shanghai(ON, time(10))
    visit = VisitRequest(
        member_id=insured.member_id,
        policy_id=insured.policy_id,
        hospital_id=hospital,
        department=Department.INTERNATIONAL if public else Department.GENERAL,
        encounter=EncounterType.OUTPATIENT,
        on=ON,
        expected=860_00,
        appointment=True,
        diagnoses=(Coded(code="J06.9", name="上呼吸道感染"),),
    )
    number = stage.open(at_the_desk(stage, visit, at))
    run.begin(number)
    line = BillLine(line_id="1", item=ItemCode.CONSULTATION, description="诊察费", amount=860_00)
    invoice = BillInvoice(number=uuid4().hex[:18], total=860_00)
    send_bills(stage, number, HospitalBill(lines=(line,), invoices=(invoice,), diagnoses=visit.diagnoses), ON)
    decide(stage, number)
    sign(stage, number)
    if public:
        case = stage.until(number, lambda now: now.copay and now.copay.reference, "the notice of the share")
        pay_in(stage, case.copay.amount, case.copay.reference)
    stage.until(number, lambda now: now.final, "its end")
    run.end(number)


def claim_of_family(run: Run, place: int) -> None:
    """A claim of a family: a small one is paid by itself, a large one by people."""
    stage, insured = run.stage, child(run.stage)
    amount = 300_00 if place % 8 == 2 else 4_300_00
    at = at_shanghai(ON, time(11))
    who = guardian(insured.guardian_id)
    case = ReimbursementCase(
        case_number=stage.number(Process.REIMBURSEMENT, at),
        opened_by=who.reference,
        **opening_at(at),
        subject=ClaimSubject(member_id=insured.member_id, policy_id=insured.policy_id, hospital_code=PUBLIC),
        claim=Claim(
            channel=ClaimChannel.REIMBURSEMENT,
            provider=Provider(name="", ownership=Ownership.PUBLIC, grade=3),
            encounter=Encounter(type=EncounterType.OUTPATIENT, on=ON, diagnoses=("J20.9",)),
            lines=(ClaimLine(item=ItemCode.DRUG, amount=amount),),
            invoices=(Invoice(code="31060126", number=uuid4().hex[:18]),),
            paid_by_member_in_full=True,
        ),
        documents=papers(*DocumentKind),
    )
    number = stage.open(Opening(case=case, opener=who, account=insured.account))
    run.begin(number)
    decide(stage, number)
    if stage.see(number).stage == ClaimStage.DETERMINED:
        stage.act(number, who, AcceptDecision())
    stage.until(number, lambda now: bool(now.payouts) and all(p.number for p in now.payouts), "its payment")
    sign(stage, number)
    stage.until(number, lambda now: now.final, "its end")
    run.end(number)


def advance_for(run: Run, place: int) -> None:
    """Money advanced, the claim of the stay, and a refund of the difference that comes in."""
    del place
    stage, insured = run.stage, child(run.stage)
    care = Care(insured=insured, hospital=PUBLIC, on=ON, estimate=50_000_00)
    approved(stage, planned_care(insured, PUBLIC, ON, care.estimate))
    number = advances.ask(stage, care)
    run.begin(number)
    advances.approve(stage, number)
    advances.pay(stage, number)
    lines = (
        AdvanceLine(item=ItemCode.TREATMENT, description="治疗费", amount=38_300_00),
        AdvanceLine(item=ItemCode.VISION_CHECK, description="视力检查", amount=5_200_00),
    )
    claim = advances.leave(stage, number, lines, 3_500_00)
    advances.determine(stage, claim)
    case = advances.settled(stage, number)
    assert case.refund
    sign(stage, number)
    pay_in(stage, case.refund.amount, case.refund.reference, PROVIDER_ACCOUNT)
    stage.act(claim, guardian(insured.guardian_id), AcceptDecision())
    stage.until(claim, lambda now: now.final, "the end of its claim")
    stage.until(number, lambda now: now.stage is AdvanceStage.CLOSED, "everybody to be even")
    run.end(number)


def sign(stage: Stage, number: str) -> None:
    """Finance signs what waits, however often it has to ask."""
    persistently(lambda: Treasury(stage).sign(number))


def pay_in(stage: Stage, amount: int, reference: str, account: str = "310010000000001") -> None:
    """The family transfers, once, and we look for it."""
    treasury = Treasury(stage)
    key = uuid4().hex
    persistently(lambda: treasury.transfer(amount, reference, account, key))
    persistently(treasury.look)
