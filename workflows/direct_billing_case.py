"""Direct billing (domain 5.0, 5.2, 5.5, 5.6): a visit or a stay that the hospital bills to us."""

from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.direct_billing import DeskActs
    from activities.direct_billing_orders import (
        BillAnswer,
        BillOrder,
        CardAnswer,
        CardOrder,
        VisitAnswer,
        VisitOrder,
    )
    from activities.orders import ReleaseOrder
    from rules.direct_billing.case import DirectBillingCase
    from rules.money import format_yuan
    from rules.opening import Opening
    from workflows.case_engine import Effect, Release
    from workflows.case_shell import PATIENT, SHORT_STEP
    from workflows.claims.shell import ClaimMoves
    from workflows.direct_billing.effects import (
        ChangeCard,
        DeskFact,
        KeepAccount,
        OpenVisit,
        WeighBill,
    )
    from workflows.direct_billing.table import TABLE


@workflow.defn(name="DirectBilling")
class DirectBilling(ClaimMoves[DirectBillingCase]):
    """One visit or stay, from the desk until nobody owes anything."""

    table = TABLE
    awaited_letters = frozenset({"LT-REF"})

    @workflow.init
    def __init__(self, opening: Opening[DirectBillingCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[DirectBillingCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Open the visit, weigh a bill, keep an account, change the card; claims and money besides."""
        if isinstance(effect, OpenVisit):
            return DeskFact.ELIGIBILITY_FOUND, await self._open_visit(effect)
        if isinstance(effect, WeighBill):
            return DeskFact.BILL_WEIGHED, await self._weigh(effect)
        if isinstance(effect, KeepAccount):
            return DeskFact.ACCOUNT_KEPT, await self.keep_account(effect.account)
        if isinstance(effect, ChangeCard):
            return DeskFact.CARD_CHANGED, await self._change_card(effect)
        if isinstance(effect, Release):
            self._release(effect)
            return None
        return await super().perform(effect)

    async def _open_visit(self, effect: OpenVisit) -> VisitAnswer:
        return await workflow.execute_activity_method(
            DeskActs.open_visit,
            VisitOrder(
                case=self.state,
                key=f"{self.state.case_number}/visit/{self.state.version}",
                as_of=self.now(),
                confirmed=effect.confirmed,
            ),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="judge eligibility and hold the visit",
        )

    async def _weigh(self, effect: WeighBill) -> BillAnswer:
        return await workflow.execute_activity_method(
            DeskActs.weigh_bill,
            BillOrder(case=self.state, kind=effect.kind, bill=effect.bill, as_of=self.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"weigh the {effect.kind.lower()} bill",
        )

    async def _change_card(self, effect: ChangeCard) -> CardAnswer:
        return await workflow.execute_activity_method(
            DeskActs.change_card,
            CardOrder(
                case_number=self.state.case_number,
                policy_id=self.state.policy_id,
                as_of=self.now(),
                suspend=effect.suspend,
            ),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="grey the card" if effect.suspend else "lift the suspension",
        )

    def _release(self, effect: Release) -> None:
        case = self.state
        if case.benefit is None:
            return
        order = ReleaseOrder(
            case_number=case.case_number,
            policy_id=case.policy_id,
            episode_id=case.subject.episode_id,
            benefit=case.benefit,
            service_on=case.visit.on,
            key=f"{case.case_number}/release/{case.version}",
            as_of=self.now(),
            expired=effect.expired,
        )
        self.releases.append(order)

    def card(self) -> str:
        """The case in a few lines of Markdown."""
        case, clock = self.state, self.state.driving_clock()
        lines = [
            f"**{case.case_number}** {case.stage}, version {case.version}",
            f"- {case.visit.encounter}, {format_yuan(case.amount)}, reserved {format_yuan(case.reserved)}",
            f"- due {clock.due_at:%Y-%m-%d %H:%M} UTC ({clock.kind}, {clock.state})"
            if clock
            else "- no clock",
            f"- waiting on {case.waiting_on}, assignee {case.assignee or 'none'}",
        ]
        lines += [f"- {debt.kind} {format_yuan(debt.amount)} {debt.state}" for debt in case.open_debts]
        return "\n".join(lines)
