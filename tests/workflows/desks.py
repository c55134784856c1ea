"""Direct billing on the running stack: cards on desks, bills, and what people of a hospital say."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from commands.lived.stage import insist, papers
from models import ECard, Hospital, NetworkMembership
from rules.china_time import shanghai_date
from rules.claims.case import ClaimSubject
from rules.direct_billing.case import DirectBillingCase, FamilyDebt
from rules.direct_billing.values import BillInvoice, BillLine, HospitalBill, Stage, VisitRequest
from rules.items import ItemCode
from rules.opening import Opening
from rules.payments.acts import FinanceAct, Signature
from rules.payments.values import NewAccount
from rules.preauthorization.values import Coded
from rules.receipts import Receipt
from rules.roles import DEFAULT_AUTHORITY, Actor, Role
from rules.vocabulary import CardStatus, DocumentKind, EncounterType, NetworkKind, Ownership, Process
from stores.benefits.policy_years import open_policy_year
from stores.database import driver_connection, transaction
from stores.money import payees
from tests.money.treasury import FENG, Treasury
from tests.numbers import new_number
from tests.workflows.clinic import DIRECT, OPENED_AT, Clinic
from workflows.finance import Finance
from workflows.messages import Body
from workflows.messages_direct_billing import SubmitBill

SIGNED = (DocumentKind.SIGNED_BILL, DocumentKind.MEDICAL_RECORD, DocumentKind.EXAMINATION_REPORT)
VISIT_DAY = datetime(2026, 9, 29, 2, 0, tzinfo=UTC)

"""Their numbers hold, so that the pages of other tests, on the same stack, can open them."""
_invoices = count(1)


def desk_of(hospital: str) -> Actor:
    """The billing desk of a hospital."""
    return Actor(f"hospital:{hospital}", (Role.HOSPITAL_DESK,))


def staff(role: Role, name: str = "") -> Actor:
    """A member of staff with the usual authority."""
    return Actor(f"staff:{name or role.lower()}", (role,), DEFAULT_AUTHORITY.get(role, 0))


def line(line_id: str, amount: int, item: ItemCode = ItemCode.CONSULTATION, **changes: Any) -> BillLine:
    """A charge."""
    return replace(BillLine(line_id=line_id, item=item, description="诊察费", amount=amount), **changes)


def bill(*lines: BillLine, **changes: Any) -> HospitalBill:
    """A bill with an invoice of its own over the whole."""
    number = f"{time.time_ns() % 10**14}{next(_invoices):04}"
    usual = HospitalBill(
        lines=lines,
        invoices=(BillInvoice(number=number, total=sum(each.amount for each in lines)),),
        diagnoses=(Coded(code="J06.9", name="上呼吸道感染"),),
    )
    return replace(usual, **changes)


@dataclass(frozen=True)
class Visits:
    """Visits and stays of the clinic's children."""

    clinic: Clinic

    def open(self, **changes: Any) -> str:
        """A visit opened at the desk; the number of its case."""
        number, opening = self.opening(**changes)
        self.clinic.loop.run(insist(lambda: self.clinic.cases.open(opening)))
        return number

    def opening(
        self,
        *,
        child: str = "M2025000001",
        at: datetime = VISIT_DAY,
        hospital: str = DIRECT,
        authorization: str = "",
        undo_seconds: int = 0,
        **visit: Any,
    ) -> tuple[str, Opening[DirectBillingCase]]:
        """A visit of that child, expected to cost 600 yuan, as the web hands it over."""
        insured = self.clinic.insured(child)
        number = new_number(Process.DIRECT_BILLING, at.date())
        usual: dict[str, Any] = {
            "member_id": insured.member_id,
            "policy_id": insured.policy_id,
            "hospital_id": hospital,
            "encounter": EncounterType.OUTPATIENT,
            "on": shanghai_date(at),
            "expected": 600_00,
            "authorization": authorization,
            "diagnoses": (Coded(code="J06.9", name="上呼吸道感染"),),
        }
        asked = VisitRequest(**usual | visit)
        desk = desk_of(hospital)
        case = DirectBillingCase(
            case_number=number,
            opened_at=at,
            opened_by=desk.reference,
            clock_offset_seconds=(at - datetime.now(UTC)).total_seconds(),
            undo_window_seconds=undo_seconds,
            subject=ClaimSubject(
                member_id=asked.member_id,
                policy_id=asked.policy_id,
                hospital_code=hospital,
                authorized_by=(authorization,) if authorization else (),
            ),
            visit=asked,
        )
        return number, Opening(case=case, opener=desk)

    def look(self, number: str) -> DirectBillingCase:
        """The case as its workflow holds it."""
        seen = self.clinic.loop.run(self.clinic.cases.look(number))
        assert isinstance(seen, DirectBillingCase)
        return seen

    def act(self, number: str, who: Actor, body: Body, *, version: int | None = None) -> Receipt:
        """A person acts on the newest version, unless one is given."""
        return self.clinic.act(number, who, body, version=version)

    def send(
        self, number: str, *lines: BillLine, documents: tuple[DocumentKind, ...] = SIGNED, **changes: Any
    ) -> Receipt:
        """The desk sends a bill with its papers."""
        desk = desk_of(self.look(number).visit.hospital_id)
        message = SubmitBill(bill=bill(*lines, **changes), documents=papers(*documents))
        return self.act(number, desk, message)

    def until(self, number: str, *stages: Stage) -> DirectBillingCase:
        """Wait until the case has come that far."""
        wanted = " or ".join(stages)
        self.clinic.wait_until(lambda: self.look(number).stage in stages, f"{number} to be {wanted}")
        return self.look(number)

    def card(self, child: str) -> CardStatus:
        """State of the child's card."""
        policy = UUID(self.clinic.insured(child).policy_id)
        with Session(self.clinic.engine) as session:
            return CardStatus(session.exec(select(ECard.status).where(ECard.policy_id == policy)).one())

    def counted(self, child: str, visits: int) -> None:
        """Let the child have had that many counted visits in its year."""
        policy = self.clinic.insured(child).policy_id
        with transaction(self.clinic.engine) as session:
            open_policy_year(session, UUID(policy))
            driver_connection(session).execute(
                "UPDATE member_year SET counted_visits = %s WHERE policy_id = %s", [visits, policy]
            )

    def public_hospital(self) -> str:
        """A public hospital on the direct-billing lists of 2025, with an account; its code."""
        code = "HUAIHAI"
        with transaction(self.clinic.engine) as session:
            if session.get(Hospital, code):
                return code
            session.add(
                Hospital(
                    code=code,
                    brand="淮海儿童医院（虚构）",
                    name="淮海儿童医院（虚构）",
                    ownership=Ownership.PUBLIC,
                    grade=3,
                    departments=["INTERNATIONAL"],
                    email="desk@huaihai.example",
                )
            )
            session.flush()
            for plan_list in ("2025-STD", "2025-PLUS"):
                session.add(
                    NetworkMembership(
                        hospital_code=code,
                        network_list=plan_list,
                        kind=NetworkKind.DIRECT_BILLING,
                        from_on=date(2025, 1, 1),
                    )
                )
            account = NewAccount(
                party=f"hospital:{code}",
                holder="淮海儿童医院（虚构）",
                number="310010000000077",
                bank="示例银行",
            )
            payees.keep_account(session, account, at=OPENED_AT, on_file=True)
        return code

    def sign_payment(self, number: str, who: Actor = FENG) -> None:
        """Finance lets the hospital's payment go, once it is on the books."""
        self.clinic.wait_until(lambda: self._ordered(number), f"{number} to owe the hospital")
        payment = self.look(number).payment
        assert payment is not None
        act = FinanceAct(actor=who, payments=(Signature(number=payment.number),))
        (outcome,) = self.clinic.loop.run(Finance(self.clinic.client).act(act, uuid4().hex))
        assert not outcome.refused, outcome

    def _ordered(self, number: str) -> bool:
        payment = self.look(number).payment
        return payment is not None and bool(payment.number)

    def settle_debt(self, number: str, debt: FamilyDebt | None) -> None:
        """The family transfers what it owes, and the case hears of it."""
        assert debt is not None
        treasury = Treasury(self.clinic.settings, self.clinic.loop, self.clinic.client, self.clinic.engine)
        treasury.pay_in(debt.amount - debt.received, debt.reference)
        treasury.look()

    def codes(self, number: str) -> list[str]:
        """Letters that the case ordered, in order."""
        return [letter.code for letter in self.look(number).letters]

    def written(self, number: str) -> bool:
        """Whether every letter of the case is out."""
        return self.clinic.all_sent(number)
