"""Four families from the first word to the last payment, in case time, on the sample's people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from commands.lived import advances
from commands.lived.advances import Care
from commands.lived.approvals import approved, coded, planned_care
from commands.lived.billing import at_the_desk, send_bills
from commands.lived.deciding import decide
from commands.lived.insured import Insured
from commands.lived.people import guardian
from commands.lived.stage import Stage, opening_at, papers
from commands.lived.treasury import PROVIDER_ACCOUNT, Treasury
from models.guardian import Guardian
from models.guardianship import Guardianship
from models.member import Member
from models.policy import Policy
from rules.adjudication.claim import Claim, ClaimLine, Encounter, Invoice, Provider
from rules.advances.values import BillLine as AdvanceLine
from rules.advances.vocabulary import Stage as AdvanceStage
from rules.catalogue.benefits import ClaimChannel
from rules.china_time import at_shanghai, shanghai_date
from rules.claims.case import ClaimSubject
from rules.deadlines import ClockKind
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import BillLine, HospitalBill, VisitRequest
from rules.direct_billing.values import Stage as VisitStage
from rules.items import ItemCode
from rules.opening import Opening
from rules.payments.values import NewAccount
from rules.preauthorization.case import PreAuthorizationCase
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage as ClaimStage
from rules.vocabulary import Department, DocumentKind, EncounterType, Ownership, Process
from workflows.messages_reimbursement import AcceptDecision

PUBLIC_DIRECT, PUBLIC = "HUAIHAI", "SHENCHENG"
STAYING, BORROWING, CLAIMING, SHARING = "M2025000001", "M2025000002", "M2021000003", "M2025000007"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A family's cases, the one that they began with first."""

    title: str
    cases: tuple[str, ...]


def stay_on_a_letter(stage: Stage, authorization: str, say: Say) -> Lived:
    """The child of the guarantee letter is admitted, leaves, and the hospital is paid."""
    letter = stage.see(authorization)
    assert isinstance(letter, PreAuthorizationCase)
    asked = letter.request
    admitted_at = at_shanghai(asked.planned_on, time(10))
    visit = VisitRequest(
        member_id=asked.member_id,
        policy_id=asked.policy_id,
        hospital_id=asked.hospital_id,
        department_name=asked.department_name,
        encounter=EncounterType.INPATIENT,
        on=asked.planned_on,
        expected=asked.estimate,
        diagnoses=asked.diagnoses,
        authorization=authorization,
    )
    number = stage.open(at_the_desk(stage, visit, admitted_at))
    say(f"{number}: admitted on the letter; six days later the child leaves")
    left_on = asked.planned_on + timedelta(days=asked.expected_days or 6)
    stage.skip_to(number, at_shanghai(left_on, time(9)))
    lines = tuple(
        BillLine(
            line_id=str(place), item=ItemCode(item.item), description=item.description, amount=item.amount
        )
        for place, item in enumerate(asked.items, start=1)
    )
    send_bills(stage, number, HospitalBill(lines=lines, diagnoses=asked.diagnoses), left_on)
    decide(stage, number)
    stage.until(number, lambda case: case.payment and case.payment.number, "its payment on the books")
    Treasury(stage).sign(number)
    # A stage can be seen a moment before the clock that begins with it.
    window = ClockKind.CORRECTION_WINDOW
    paid = stage.until(number, lambda case: case.clock(window), "the hospital to be paid")
    say(f"{number}: the hospital is paid; its fifteen days to correct the bill pass")
    stage.skip_to(number, paid.clock(window).due_at)
    stage.until(number, lambda case: case.final, "its end")
    return Lived(title="Inpatient stay on a guarantee letter, billed directly", cases=(authorization, number))


def family_claim(stage: Stage, say: Say) -> Lived:
    """The family paid a visit itself; one line is not covered; it agrees and gets its money."""
    insured = insured_of(stage, CLAIMING)
    now = datetime.now(UTC)
    case = ReimbursementCase(
        case_number=stage.number(Process.REIMBURSEMENT, now),
        opened_by=f"guardian:{insured.guardian_id}",
        language=insured.language,
        **opening_at(now),
        subject=ClaimSubject(member_id=insured.member_id, policy_id=insured.policy_id, hospital_code=PUBLIC),
        claim=_visit_paid_by_the_family(now),
        documents=papers(*DocumentKind),
    )
    who = guardian(insured.guardian_id)
    number = stage.open(Opening(case=case, opener=who, account=insured.account))
    say(f"{number}: a line is outside cover, so a person decides; the family agrees")
    decide(stage, number)
    if stage.see(number).stage == ClaimStage.DETERMINED:
        stage.act(number, who, AcceptDecision())
    stage.until(number, lambda case: all(each.number for each in case.payouts), "its payment on the books")
    Treasury(stage).sign(number)
    stage.until(number, lambda case: case.stage is ClaimStage.CLOSED, "the family's money")
    return Lived(title="Reimbursement of a visit that the family paid", cases=(number,))


def _visit_paid_by_the_family(now: datetime) -> Claim:
    visited_on = shanghai_date(now) - timedelta(days=8)
    charges = (
        (ItemCode.CONSULTATION, 120_00),
        (ItemCode.LAB, 1_386_00),
        (ItemCode.DRUG, 462_50),
        (ItemCode.ALLERGEN_TEST, 380_00),
    )
    return Claim(
        channel=ClaimChannel.REIMBURSEMENT,
        provider=Provider(name="", ownership=Ownership.PUBLIC, grade=3),
        encounter=Encounter(type=EncounterType.OUTPATIENT, on=visited_on, diagnoses=("J20.9",)),
        lines=tuple(ClaimLine(item=item, amount=amount) for item, amount in charges),
        invoices=(Invoice(code="31060126", number=f"{now:%y%m%d%H%M%S}"),),
        paid_by_member_in_full=True,
    )


def advance_and_refund(stage: Stage, say: Say) -> Lived:
    """Money is advanced to the hospital; the claim of the stay comes to less; the family refunds the rest."""
    insured = insured_of(stage, BORROWING)
    on = shanghai_date(datetime.now(UTC)) + timedelta(days=10)
    care = Care(insured=insured, hospital=PUBLIC, on=on, estimate=50_000_00)
    letter = approved(stage, planned_care(insured, PUBLIC, on, care.estimate))
    number = advances.ask(stage, care)
    advances.approve(stage, number)
    say(f"{number}: the family signs, and 40,000.00 yuan go to the hospital")
    advances.pay(stage, number)
    lines = (
        AdvanceLine(item=ItemCode.BED, description="床位费", amount=9_600_00),
        AdvanceLine(item=ItemCode.TREATMENT, description="治疗费", amount=28_700_00),
        AdvanceLine(item=ItemCode.VISION_CHECK, description="视力检查", amount=5_200_00),
    )
    claim = advances.leave(stage, number, lines, 3_500_00)
    say(f"{number}: the child left; {claim} is the claim of the stay")
    advances.determine(stage, claim)
    case = advances.settled(stage, number)
    treasury = Treasury(stage)
    treasury.sign(number)
    if case.refund:
        say(f"{number}: more was advanced than is payable; the family transfers the difference")
        treasury.pay_in(case.refund.amount, case.refund.reference, PROVIDER_ACCOUNT)
    _let_the_claim_end(stage, claim)
    stage.until(number, lambda now: now.stage is AdvanceStage.CLOSED, "everybody to be even")
    return Lived(
        title="Hospital advance, the claim of the stay, and a refund of the difference",
        cases=(letter, number, claim),
    )


def _let_the_claim_end(stage: Stage, claim: str) -> None:
    """The family says nothing to the determination, and its days to object pass."""
    wait = stage.see(claim).clock(ClockKind.ACCEPTANCE_WAIT)
    if wait:
        stage.skip_to(claim, wait.due_at)
        stage.until(claim, lambda case: case.final, "its end")


def visit_with_copay(stage: Stage, say: Say) -> Lived:
    """A visit at a public hospital is billed directly; the family pays its share online."""
    insured = insured_of(stage, SHARING)
    now = datetime.now(UTC)
    visit = VisitRequest(
        member_id=insured.member_id,
        policy_id=insured.policy_id,
        hospital_id=PUBLIC_DIRECT,
        department=Department.INTERNATIONAL,
        department_name="国际部儿科",
        encounter=EncounterType.OUTPATIENT,
        on=shanghai_date(now),
        expected=860_00,
        appointment=True,
        diagnoses=coded(("J06.9",)),
    )
    number = stage.open(at_the_desk(stage, visit, now))
    lines = (
        BillLine(line_id="1", item=ItemCode.CONSULTATION, description="诊察费", amount=500_00),
        BillLine(line_id="2", item=ItemCode.DRUG, description="药品费", amount=360_00),
    )
    send_bills(stage, number, HospitalBill(lines=lines, diagnoses=visit.diagnoses), visit.on)
    decide(stage, number)
    Treasury(stage).sign(number)
    paid = stage.until(number, _paid_and_shared, "the hospital to be paid")
    # More bills of one day at one hospital are one visit: of a second one the family bears nothing.
    if paid.copay:
        say(f"{number}: the hospital is paid in full; the family transfers its share")
        Treasury(stage).pay_in(paid.copay.amount, paid.copay.reference)
    stage.until(number, lambda case: case.final, "its end")
    return Lived(title="Outpatient visit billed directly, with a share of the family", cases=(number,))


def _paid_and_shared(case: DirectBillingCase) -> bool:
    """Whether the hospital has its money, and the family knows what it owes."""
    noticed = case.copay is None or bool(case.copay.reference)
    return noticed and case.stage in (VisitStage.HOSPITAL_PAID, VisitStage.CLOSED)


def insured_of(stage: Stage, member_number: str) -> Insured:
    """A child of the sample with its policy, its primary guardian and an account of theirs."""
    member, policy, adult = stage.read(lambda session: _household(session, member_number))
    account = NewAccount(
        party=f"guardian:{adult.id}", holder=adult.name, number="6222020000000000000", bank="示例银行"
    )
    return Insured(
        member_id=str(member.id),
        policy_id=str(policy.id),
        guardian_id=str(adult.id),
        account=account,
        language=adult.language,
    )


def _household(session: Session, member_number: str) -> tuple[Member, Policy, Guardian]:
    query = (
        select(Member, Policy, Guardian)
        .join(Policy, col(Policy.member_id) == col(Member.id))
        .join(Guardianship, col(Guardianship.member_id) == col(Member.id))
        .join(Guardian, col(Guardian.id) == col(Guardianship.guardian_id))
        .where(Member.number == member_number, col(Guardianship.is_primary))
        .order_by(col(Policy.effective_on).desc())
    )
    found: Any = session.exec(query).first()
    assert found is not None, f"the sample holds no {member_number}"
    return found[0], found[1], found[2]
