"""What a family owes after a visit, told without server or database."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rules.claims.case import ClaimSubject
from rules.direct_billing.case import DebtState, DirectBillingCase, FamilyDebt
from rules.direct_billing.values import Stage
from rules.payments.vocabulary import ReceivableKind
from rules.permissions import Action, Relation
from rules.roles import Role
from tests.rules.direct_billing.desk import visit
from tests.workflows.cases import actor
from workflows.case_engine import Happening, Refusal, RefusedError
from workflows.direct_billing.debts import waive
from workflows.messages_debts import WaiveDebt

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
OWED = FamilyDebt(
    kind=ReceivableKind.RECOVERY,
    state=DebtState.NOTICE_SENT,
    key="DB-260610-000018-4/recovery",
    amount=150_000_00,
    received=49_999_99,
)


def owing(debt: FamilyDebt) -> DirectBillingCase:
    asked = visit()
    subject = ClaimSubject(member_id=asked.member_id, policy_id=asked.policy_id)
    return DirectBillingCase(
        case_number="DB-260610-000018-4",
        opened_at=NOW,
        opened_by="hospital:MEIHUA-FUER",
        stage=Stage.HOSPITAL_PAID,
        subject=subject,
        visit=asked,
        recovery=debt,
    )


def waived(debt: FamilyDebt) -> DebtState:
    body = WaiveDebt(debt=ReceivableKind.RECOVERY, reason="已核实为系统差错")
    happening: Happening[DirectBillingCase] = Happening(
        event=Action.WAIVE_DEBT, now=NOW, actor=actor(Role.SUPERVISOR), relation=Relation.STAFF, body=body
    )
    settled = waive(owing(debt), happening).state.recovery
    assert settled is not None
    return settled.state


def test_nobody_waives_more_of_a_debt_than_their_authority() -> None:
    with pytest.raises(RefusedError, match="above your authority") as refused:
        waived(OWED)

    assert refused.value.kind is Refusal.FORBIDDEN
    assert waived(replace(OWED, received=50_000_00)) is DebtState.WAIVED
