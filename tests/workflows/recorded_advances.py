"""Paths of an advance whose histories are kept: ``python -m tests.workflows.recorded_advances NAME``."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from commands.lived.stage import papers
from rules.advances.vocabulary import Stage
from rules.cases import CaseNews, Detail
from tests.workflows.advances import APPROVE, COLLECTED, REFUSAL, final_bill, sign
from tests.workflows.advancing import ADJUSTER, CHILD, CLERK, PAY, SPECIALIST, SUPERVISOR, Advances
from tests.workflows.clinic import DIRECT
from tests.workflows.recording import letters_leave, lone_clinic, record
from workflows.messages import CoSign, TakeBackDecision, Withdraw
from workflows.messages_advance import (
    ApproveRefund,
    CheckEntitlement,
    DecideAdvance,
    DecideTopUp,
    NotifyDischarge,
    OpenInvestigation,
    RecordCall,
    RequestTopUp,
    SubmitLinkedClaim,
)

HISTORIES = Path(__file__).parent / "advance_histories"
PROVIDER_ACCOUNT = "310010000000002"


def rejected(advances: Advances) -> str:
    """The hospital bills directly: a pre-authorization is opened instead."""
    number = advances.open(hospital_id=DIRECT)
    advances.act(
        number,
        CLERK,
        CheckEntitlement(entitled=False, reason_code="ADV-DB-FIRST", explanation="该院可直付"),
    )
    return number


def lapsed(advances: Advances) -> str:
    """Documents never come."""
    number = advances.open(child=CHILD, documents=())
    advances.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    advances.clinic.skip(number, timedelta(days=12))
    return number


def terminated(advances: Advances) -> str:
    """Investigated, then declined by two people."""
    number = advances.open(child=CHILD)
    advances.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    advances.act(number, SPECIALIST, OpenInvestigation(reason="核实首诊病史"))
    advances.act(number, ADJUSTER, DecideAdvance(decision=REFUSAL))
    advances.act(number, SUPERVISOR, CoSign())
    return number


def withdrawn(advances: Advances) -> str:
    """Approved, and taken back before any money moved."""
    number = advances.open(child=CHILD)
    advances.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    advances.act(number, ADJUSTER, APPROVE)
    advances.act(number, advances.guardian(CHILD), Withdraw(reason="自行支付"))
    return number


def taken_back(advances: Advances) -> str:
    """Approved, and the approval taken back before its letters leave; then the family asks no more."""
    number = advances.open(child=CHILD, undo_seconds=3600)
    advances.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    advances.act(number, ADJUSTER, APPROVE)
    advances.act(number, ADJUSTER, TakeBackDecision())
    advances.act(number, advances.guardian(CHILD), Withdraw(reason="自行支付"))
    letters_leave(advances.clinic, number, timedelta(hours=1))
    return number


def refunded(advances: Advances) -> str:
    """Paid with a top-up, claimed, and the difference paid back."""
    number, guardian = advances.open(child=CHILD), advances.guardian(CHILD)
    advances.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    advances.act(number, ADJUSTER, APPROVE)
    _pay(advances, number)
    advances.act(number, guardian, RequestTopUp(amount=2_000_00, estimate=26_000_00, reason="转入监护"))
    advances.act(number, ADJUSTER, DecideTopUp(decision=APPROVE.decision))
    _pay(advances, number)
    advances.act(number, guardian, NotifyDischarge(on=date(2026, 10, 20)))
    advances.act(number, SPECIALIST, final_bill(26_000_00, documents=papers(*COLLECTED)))
    advances.act(number, SPECIALIST, SubmitLinkedClaim())
    _determine(advances, number)
    advances.act(number, SUPERVISOR, ApproveRefund())
    refund = advances.look(number).refund
    assert refund is not None
    advances.finance_signs(number)
    advances.treasury.pay_in(refund.amount, refund.reference, account=PROVIDER_ACCOUNT)
    advances.treasury.look()
    _tell(advances, number, "CLAIM_CLOSED", "closed")
    return number


def _pay(advances: Advances, number: str) -> None:
    promised = advances.look(number).statement.promised
    advances.act(number, advances.guardian(CHILD), sign())
    advances.act(number, SPECIALIST, PAY)
    advances.finance_signs(number)
    advances.clinic.wait_until(lambda: advances.look(number).statement.paid == promised, "the money")


def _determine(advances: Advances, number: str) -> None:
    detail: Detail = {"refused": False, "reason_code": "DED", "deciders": ADJUSTER.reference}
    payable = advances.look(number).statement.paid - 1_000_00
    _tell(advances, number, "CLAIM_DETERMINED", "determined/1", amount=payable, detail=detail)
    advances.until(number, Stage.REFUND_DUE)


def _tell(advances: Advances, number: str, fact: str, key: str, **said: Any) -> None:
    claim = advances.claim(number)
    news = CaseNews(key=f"{claim}/{key}", fact=fact, sender=claim, **said)
    advances.clinic.loop.run(advances.clinic.cases.handle(number).signal("told", news))


PATHS: tuple[Callable[[Advances], str], ...] = (rejected, lapsed, terminated, withdrawn, taken_back, refunded)


def main(name: str) -> None:
    """Record every path under that name."""
    with lone_clinic() as clinic:
        record(clinic, Advances(clinic), PATHS, HISTORIES / name)


if __name__ == "__main__":
    main(sys.argv[1])
