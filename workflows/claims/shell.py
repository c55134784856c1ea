"""The shell of a process with a claim: money moves, and judgments."""

from datetime import datetime
from typing import Any, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.claim_orders import JudgeAnswer, JudgeOrder
    from activities.claims import ClaimActs
    from rules.claims.case import ClaimCase
    from workflows.case_engine import Effect
    from workflows.case_shell import PATIENT, SHORT_STEP
    from workflows.claims.effects import ClaimFact, Judge
    from workflows.money_moves import MoneyMoves

State = TypeVar("State", bound=ClaimCase)


class ClaimMoves(MoneyMoves[State]):
    """Runs the effects of claims and of money; a process adds its own in ``perform`` before these."""

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Judge a claim, or move money."""
        if isinstance(effect, Judge):
            return ClaimFact.CLAIM_JUDGED, await self.judge(effect)
        return await self.money(effect)

    async def judge(self, effect: Judge) -> JudgeAnswer:
        """Judge the claim once; the decision is of the version that the case has now."""
        order = judge_order(self.state, effect, self.now())
        return await workflow.execute_activity_method(
            ClaimActs.judge_claim,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"judge the claim, {effect.ordinal}",
        )


def judge_order(case: ClaimCase, effect: Judge, at: datetime) -> JudgeOrder:
    """What a judgment is asked for by; its key follows from the case and the ordinal."""
    return JudgeOrder(
        case_number=case.case_number,
        case_version=case.version,
        stage=case.stage,
        subject=case.subject,
        claim=effect.claim,
        actor=effect.actor,
        key=f"{case.case_number}/judge/{effect.ordinal}",
        as_of=at,
        co_signed_by=effect.co_signed_by,
        seen_version=effect.seen_version,
        interim=effect.interim,
        refused_for=effect.refused_for,
        wants_person=effect.wants_person,
        reopen=effect.reopen,
        hold_again=effect.hold_again,
    )
