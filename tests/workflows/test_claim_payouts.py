"""What a claim owes is paid once, all of it, before the claim ends; told without server or database."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from rules.claims.case import ClaimSubject
from rules.payments.values import OrderPayment, PaymentNews
from rules.payments.vocabulary import PaymentPurpose
from rules.permissions import Action, Relation
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Payout, Stage
from rules.roles import Actor, Role
from tests.workflows import family_claims as family
from tests.workflows.cases import actor
from web.casework.allowed import Situation, allowed_actions
from workflows.case_engine import Fact, Happening, RefusedError, Step, apply
from workflows.messages import Withdraw
from workflows.messages_reimbursement import PayClaimAgain
from workflows.reimbursing.table import TABLE

NOW = datetime(2026, 9, 8, 2, 0, tzinfo=UTC)
FINANCE, FAMILY = actor(Role.FINANCE), actor(Role.GUARDIAN)
NUMBER = "RC-260908-000001-0"
AHEAD = Payout(key=f"{NUMBER}/interim", purpose=PaymentPurpose.INTERIM, amount=300_00)
REST = Payout(key=f"{NUMBER}/decision/1/guardian", purpose=PaymentPurpose.CLAIM, amount=200_00)


def owed(stage: Stage, *payouts: Payout) -> ReimbursementCase:
    return ReimbursementCase(
        case_number=NUMBER,
        opened_at=NOW,
        opened_by="guardian:1",
        stage=stage,
        subject=ClaimSubject(member_id="m", policy_id="p", guardian_id="g", hospital_code="H"),
        claim=family.claim(500_00),
        payouts=payouts,
        interim_paid=sum(each.amount for each in payouts if each.purpose is PaymentPurpose.INTERIM),
    )


def step(case: ReimbursementCase, event: str, body: Any, who: Actor = FINANCE) -> Step[ReimbursementCase]:
    happening = Happening[ReimbursementCase](
        event=event, now=NOW, body=body, actor=who, relation=Relation.STAFF
    )
    return apply(TABLE, case, case.stage, happening)


def news(payout: Payout, code: str = "") -> PaymentNews:
    return PaymentNews(
        key=payout.key,
        attempt=payout.attempt,
        number=f"PY-{payout.purpose}-{payout.attempt}",
        amount=payout.amount,
        purpose=payout.purpose,
        ended_at=NOW,
        code=code,
    )


def test_a_claim_ends_when_what_was_paid_ahead_has_arrived_too() -> None:
    under_way = owed(Stage.AGREED, AHEAD, REST)

    paid = step(under_way, Fact.PAYMENT_SETTLED, news(REST)).state
    whole = step(paid, Fact.PAYMENT_SETTLED, news(AHEAD)).state

    assert paid.stage is Stage.PAID
    assert whole.stage is Stage.CLOSED


def test_money_paid_ahead_that_came_back_goes_out_again_from_a_paid_claim_once() -> None:
    paid = step(owed(Stage.AGREED, AHEAD, REST), Fact.PAYMENT_SETTLED, news(REST)).state

    failed = step(paid, Fact.PAYMENT_FAILED, news(AHEAD, "TURNED_DOWN")).state
    again = step(failed, Action.PAY_CLAIM_AGAIN, PayClaimAgain(reason="账户无误"))

    assert failed.stage is Stage.PAID
    assert Action.PAY_CLAIM_AGAIN in allowed_actions(Situation.of_state(failed), FINANCE, Relation.STAFF)
    assert Action.PAY_CLAIM_AGAIN not in allowed_actions(Situation.of_state(paid), FINANCE, Relation.STAFF)
    orders = [each for each in again.effects if isinstance(each, OrderPayment)]
    assert [(each.key, each.attempt, each.amount) for each in orders] == [(AHEAD.key, 2, 300_00)]
    with pytest.raises(RefusedError, match="No payment of this claim has failed"):
        step(again.state, Action.PAY_CLAIM_AGAIN, PayClaimAgain(reason="再按一次"))
    second = replace(AHEAD, attempt=2)
    assert step(again.state, Fact.PAYMENT_SETTLED, news(second)).state.stage is Stage.CLOSED


def test_a_claim_that_was_paid_ahead_is_not_taken_back() -> None:
    """Its bills could be claimed again, and the certain part would be paid twice."""
    with pytest.raises(RefusedError, match="paid ahead"):
        step(owed(Stage.MANUAL, AHEAD), Action.WITHDRAW, Withdraw(reason="不理赔了"), FAMILY)

    taken_back = step(owed(Stage.MANUAL), Action.WITHDRAW, Withdraw(reason="不理赔了"), FAMILY)
    assert taken_back.state.stage is Stage.WITHDRAWN
