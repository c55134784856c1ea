"""Claims of families on the running stack: papers, bills, and what people say to them."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlmodel import Session

from commands.lived.stage import insist, papers
from rules.adjudication.claim import Claim, ClaimLine, Encounter, Invoice, Provider
from rules.catalogue.benefits import ClaimChannel
from rules.claims.case import ClaimSubject
from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.items import ItemCode
from rules.opening import Opening
from rules.payments.values import NewAccount, PaymentNews
from rules.reasons import ReasonCode
from rules.receipts import Receipt
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage
from rules.roles import DEFAULT_AUTHORITY, Actor, Role
from rules.vocabulary import DocumentKind, EncounterType, Ownership, Process
from stores.casework.claim_files import household
from tests.numbers import new_number
from tests.workflows.clinic import COMPLETE, Clinic
from workflows.messages import Body
from workflows.messages_claims import DecideClaim

CLAIMED_AT = datetime(2026, 9, 8, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai on an ordinary Tuesday."""
VISITED_ON = date(2026, 9, 1)
CHILD, PUBLIC = "M2021000003", "SHENCHENG"
HOLDER, CARD = "陈立", "6222020000000000000"
WITHOUT_RECORD = tuple(kind for kind in COMPLETE if kind is not DocumentKind.MEDICAL_RECORD)
PART = (300_00, 200_00)
"""A drug, and 200 yuan of Chinese medicine that no plan of 2021 covers."""

_bills = count(1)


def staff(role: Role, name: str = "") -> Actor:
    """A member of staff with the usual authority."""
    return Actor(f"staff:{name or role.lower()}", (role,), DEFAULT_AUTHORITY.get(role, 0))


GUARDIAN = Actor("guardian:family", (Role.GUARDIAN,))
CLERK, ADJUSTER, OTHER = staff(Role.INTAKE_CLERK), staff(Role.ADJUSTER), staff(Role.ADJUSTER, "other")
SUPERVISOR, HEAD = staff(Role.SUPERVISOR), staff(Role.HEAD)


def invoice(**changes: Any) -> Invoice:
    """A bill that nobody has seen before."""
    number = f"{time.time_ns() % 10**7}{next(_bills):03}"
    return replace(Invoice(code="31060126", number=number), **changes)


def claim(*amounts: int, item: ItemCode = ItemCode.DRUG, **changes: Any) -> Claim:
    """A visit to a public hospital that the family paid; amounts are fen."""
    encounter: dict[str, Any] = {
        "type": EncounterType.OUTPATIENT,
        "on": VISITED_ON,
        "diagnoses": ("J06.9",),
    }
    encounter |= {name: changes.pop(name) for name in ("type", "on", "diagnoses") if name in changes}
    usual = Claim(
        channel=ClaimChannel.REIMBURSEMENT,
        provider=Provider(name="申城儿童医院（虚构）", ownership=Ownership.PUBLIC, grade=3),
        encounter=Encounter(**encounter),
        lines=tuple(ClaimLine(item=item, amount=amount) for amount in amounts),
        invoices=(invoice(),),
        paid_by_member_in_full=True,
    )
    return replace(usual, **changes)


def partly_covered() -> dict[str, object]:
    """A claim of which only 300 of 500 yuan are covered."""
    whole = claim(*PART)
    drug, herbs = whole.lines
    return {"claimed": replace(whole, lines=(drug, replace(herbs, item=ItemCode.TCM)))}


def pay(*confirmed: ReasonCode, **changes: Any) -> DecideClaim:
    """A decision to pay what the rules found."""
    entry = ClaimDecisionInput(answer=ClaimAnswer.PAY, confirmed=confirmed)
    return DecideClaim(decision=replace(entry, **changes))


def refuse(code: ReasonCode = ReasonCode.EXCLUDED_PRE_EXISTING) -> DecideClaim:
    """A refusal with everything that it needs."""
    return DecideClaim(
        decision=ClaimDecisionInput(
            answer=ClaimAnswer.REFUSE,
            reason_code=code,
            clause="R-025",
            explanation="病历显示投保前已患病，属于责任免除。",
        )
    )


@dataclass(frozen=True)
class FamilyClaims:
    """Claims of the clinic's children."""

    clinic: Clinic

    def open(self, *amounts: int, **changes: Any) -> str:
        """A claim that arrives at that moment of case time, complete unless told otherwise."""
        number, opening = self.opening(*amounts, **changes)
        self.clinic.loop.run(insist(lambda: self.clinic.cases.open(opening)))
        return number

    def opening(
        self,
        *amounts: int,
        child: str = CHILD,
        at: datetime = CLAIMED_AT,
        hospital: str = PUBLIC,
        documents: tuple[DocumentKind, ...] = COMPLETE,
        claimed: Claim | None = None,
        report: bool = False,
        account: NewAccount | None = None,
        named: bool = True,
        **changes: Any,
    ) -> tuple[str, Opening[ReimbursementCase]]:
        """The same, as the web hands it over; ``report`` says only that a claim will come."""
        insured = self.clinic.insured(child)
        number = new_number(Process.REIMBURSEMENT, at.date())
        usual: dict[str, Any] = {
            "case_number": number,
            "opened_at": at,
            "opened_by": GUARDIAN.reference,
            "clock_offset_seconds": (at - datetime.now(UTC)).total_seconds(),
            "undo_window_seconds": 0,
            "subject": ClaimSubject(
                member_id=insured.member_id, policy_id=insured.policy_id, hospital_code=hospital
            ),
            "claim": None if report else claimed or claim(*amounts),
            "documents": papers(*documents),
        }
        known = account or (self.account(child) if named else None)
        case = ReimbursementCase(**usual | changes)
        return number, Opening(case=case, opener=GUARDIAN, account=known)

    def account(self, child: str, number: str = CARD) -> NewAccount:
        """An account of the child's guardian."""
        with Session(self.clinic.engine) as session:
            member_id = UUID(self.clinic.insured(child).member_id)
            guardian = household(session, member_id, "").guardian_id
        return NewAccount(party=f"guardian:{guardian}", holder=HOLDER, number=number, bank="示例银行")

    def settle(self, number: str, code: str = "", days: float = 0) -> ReimbursementCase:
        """The payments room says how the newest payment ended, that many days later in case time."""
        case = self.look(number)
        payout = case.payouts[-1]
        news = PaymentNews(
            key=payout.key,
            attempt=payout.attempt,
            number=payout.number or f"{number}-{payout.attempt}",
            amount=payout.amount,
            purpose=payout.purpose,
            ended_at=self.clinic.now(number) + timedelta(days=days),
            code=code,
            correctable=bool(code),
            account="************0006",
        )
        handle = self.clinic.cases.handle(number)
        self.clinic.loop.run(handle.signal("payment_failed" if code else "payment_settled", news))
        return self.look(number)

    def look(self, number: str) -> ReimbursementCase:
        """The case as its workflow holds it."""
        seen = self.clinic.loop.run(self.clinic.cases.look(number))
        assert isinstance(seen, ReimbursementCase)
        return seen

    def act(self, number: str, who: Actor, body: Body, **options: Any) -> Receipt:
        """A person acts on the newest version, unless one is given."""
        return self.clinic.act(number, who, body, **options)

    def until(self, number: str, *stages: Stage) -> ReimbursementCase:
        """Wait until the case has come that far."""
        wanted = " or ".join(stages)
        self.clinic.wait_until(lambda: self.look(number).stage in stages, f"{number} to be {wanted}")
        return self.look(number)

    def until_sent(self, number: str, code: str) -> ReimbursementCase:
        """Wait until the newest letter of that code has left, and its consequences are drawn."""
        self.clinic.wait_until(lambda: self.clinic.all_sent(number, code), f"{code} of {number} to leave")
        return self.look(number)

    def skip(self, number: str, days: float) -> None:
        """Let case time pass."""
        self.clinic.skip(number, timedelta(days=days))
