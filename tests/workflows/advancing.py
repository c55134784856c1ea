"""Hospital advances on the running stack: requests, acts, payments by finance and the demonstration bank."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from commands.lived.stage import insist, papers
from models import Case, Guardianship, Payment
from rules.advances.case import AdvanceCase
from rules.advances.values import Circumstances
from rules.advances.vocabulary import Stage
from rules.cases import CaseNews, Detail
from rules.opening import Opening
from rules.payments.vocabulary import PaymentStatus
from rules.receipts import Receipt
from rules.roles import DEFAULT_AUTHORITY, Actor, Role
from rules.vocabulary import DocumentKind, Process
from tests.money.treasury import Treasury
from tests.numbers import new_number
from tests.workflows.advances import APPROVE, COLLECTED, final_bill, sign
from tests.workflows.cases import request
from tests.workflows.clinic import INDIRECT, Clinic
from workflows.messages import Body
from workflows.messages_advance import NotifyDischarge, PayAdvance, RecordCall, SubmitLinkedClaim

ASKED_AT = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai on the last working day before the National Day week (E69)."""

BEFORE = tuple(
    kind
    for kind in DocumentKind
    if kind not in (DocumentKind.MANDATE, DocumentKind.INVOICE, DocumentKind.DISCHARGE_SUMMARY)
)
"""All that the review asks for, and not what comes with signature and discharge."""

PAY = PayAdvance(account_checked="与医院财务电话核对")
CALL = RecordCall(notes="家属需要垫付，预计住院 5 天")
CHILD = "M2025000002"


def staff(role: Role, name: str = "") -> Actor:
    """A member of staff with the usual authority."""
    return Actor(f"staff:{name or role.lower()}", (role,), DEFAULT_AUTHORITY.get(role, 0))


SPECIALIST, ADJUSTER = staff(Role.ADVANCE_SPECIALIST, "tang.advance"), staff(Role.ADJUSTER, "ma.adjuster")
SUPERVISOR, CLERK = staff(Role.SUPERVISOR, "liang.supervisor"), staff(Role.INTAKE_CLERK, "xu.intake")
HEAD = staff(Role.HEAD, "song.head")


@dataclass(frozen=True)
class Advances:
    """Advances of the clinic's children."""

    clinic: Clinic

    @property
    def treasury(self) -> Treasury:
        """Finance and the bank of the stack."""
        clinic = self.clinic
        return Treasury(clinic.settings, clinic.loop, clinic.client, clinic.engine)

    def open(self, **changes: Any) -> str:
        """A request that the family made; the number of its case."""
        number, opening = self.opening(**changes)
        self.clinic.loop.run(insist(lambda: self.clinic.cases.open(opening)))
        return number

    def opening(
        self,
        *,
        child: str = "M2025000001",
        at: datetime = ASKED_AT,
        documents: Sequence[DocumentKind] = BEFORE,
        circumstances: dict[str, Any] | None = None,
        undo_seconds: int = 0,
        **care: Any,
    ) -> tuple[str, Opening[AdvanceCase]]:
        """A stay of that child at a hospital of the provider, estimated at 18,000 yuan."""
        insured, family = self.clinic.insured(child), self.guardian(child)
        number = new_number(Process.HOSPITAL_ADVANCE, at.date())
        usual = {
            "hospital_id": INDIRECT,
            "member_id": insured.member_id,
            "policy_id": insured.policy_id,
            "planned_on": date(2026, 10, 12),
        }
        case = AdvanceCase(
            case_number=number,
            opened_at=at,
            opened_by=family.reference,
            clock_offset_seconds=(at - datetime.now(UTC)).total_seconds(),
            undo_window_seconds=undo_seconds,
            request=request(**usual | care),
            circumstances=replace(
                Circumstances(guardian_id=family.reference.partition(":")[2]), **(circumstances or {})
            ),
            documents=papers(*documents),
        )
        return number, Opening(case=case, opener=family)

    def guardian(self, child: str = "M2025000001") -> Actor:
        """The child's guardian."""
        member_id = UUID(self.clinic.insured(child).member_id)
        with Session(self.clinic.engine) as session:
            query = select(Guardianship.guardian_id).where(Guardianship.member_id == member_id)
            return Actor(f"guardian:{session.exec(query).one()}", (Role.GUARDIAN,))

    def look(self, number: str) -> AdvanceCase:
        """The case as its workflow holds it."""
        seen = self.clinic.loop.run(self.clinic.cases.look(number))
        assert isinstance(seen, AdvanceCase)
        return seen

    def act(self, number: str, who: Actor, body: Body, *, version: int | None = None) -> Receipt:
        """A person acts on the newest version, unless one is given."""
        return self.clinic.act(number, who, body, version=version)

    def until(self, number: str, stage: Stage) -> AdvanceCase:
        """Wait until the case has come that far, and every payment that it wants is on the books."""

        def there() -> bool:
            case = self.look(number)
            return case.stage is stage and all(payout.number for payout in case.payouts)

        self.clinic.wait_until(there, f"{number} to be {stage}")
        return self.look(number)

    def finance_signs(self, number: str) -> None:
        """Finance lets every payment of the case go that waits, having looked at what was found."""
        for payment in self.payments(number):
            if payment.status is PaymentStatus.ORDERED:
                self.treasury.sign(payment.number, seen=tuple(payment.findings))

    def payments(self, number: str) -> Sequence[Payment]:
        """Payments of the case, as they were ordered."""
        with Session(self.clinic.engine) as session:
            query = select(Payment).where(Payment.case_number == number).order_by(col(Payment.number))
            return session.exec(query).all()

    def claim(self, number: str) -> str:
        """The number of the linked claim."""
        linked = self.look(number).claim
        assert linked is not None
        return linked.case_number


def row(engine: Engine, number: str) -> Case:
    """The case as it is on record."""
    with Session(engine) as session:
        return session.get_one(Case, number)


def reviewed(advances: Advances, **changes: object) -> str:
    """Asked for and called about: the number of the case."""
    number = advances.open(**{"child": CHILD} | changes)
    advances.act(number, SPECIALIST, CALL)
    return number


def paid(advances: Advances, **changes: object) -> str:
    """Approved, signed for and paid to the hospital."""
    number = reviewed(advances, **changes)
    advances.act(number, ADJUSTER, APPROVE)
    advances.act(number, advances.guardian(CHILD), sign())
    advances.act(number, SPECIALIST, PAY)
    advances.finance_signs(number)
    advances.until(number, Stage.ADVANCED)
    return number


def in_claim(advances: Advances, **changes: object) -> str:
    """The child has left, and the claim of its stay is open."""
    number = paid(advances, **changes)
    advances.act(number, advances.guardian(CHILD), NotifyDischarge(on=date(2026, 10, 20)))
    bill = final_bill(documents=papers(*COLLECTED), number=number.replace("-", "")[2:])
    advances.act(number, SPECIALIST, bill)
    advances.act(number, SPECIALIST, SubmitLinkedClaim())
    return number


def tell(advances: Advances, number: str, payable: int) -> None:
    """What the claim says when it is determined."""
    claim = advances.claim(number)
    said: Detail = {"refused": False, "reason_code": "DED", "deciders": "staff:ma.adjuster"}
    news = CaseNews(
        key=f"{claim}/determined/1", fact="CLAIM_DETERMINED", sender=claim, amount=payable, detail=said
    )
    handle = advances.clinic.cases.handle(number)
    advances.clinic.loop.run(handle.signal("told", news))


def close_claim(advances: Advances, number: str) -> None:
    """What the claim says when nobody can object to it any more."""
    claim = advances.claim(number)
    news = CaseNews(key=f"{claim}/closed", fact="CLAIM_CLOSED", sender=claim)
    advances.clinic.loop.run(advances.clinic.cases.handle(number).signal("told", news))
