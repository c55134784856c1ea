"""Hospital advance (domain 5.0, 5.4): the provider pays the hospital first, and is repaid after the claim."""

from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.advance_orders import AdvanceAssessOrder, LinkedCaseOrder
    from activities.advances import AdvanceActs
    from activities.case_acts import CaseActs
    from activities.linked_cases import open_claim, open_preauthorization
    from activities.orders import ReleaseOrder, ReserveAnswer, ReserveOrder
    from rules.advances.case import AdvanceCase
    from rules.advances.values import Entitlement
    from rules.advances.vocabulary import AdvanceFact
    from rules.money import format_yuan
    from rules.opening import Opening
    from rules.payments.values import NewAccount
    from workflows.advances.draft import AssessAdvance, KeepAccount, OpenClaim, OpenPreauthorization
    from workflows.advances.table import TABLE
    from workflows.case_engine import Effect, Fact, Release, Reserve
    from workflows.case_shell import PATIENT, SHORT_STEP
    from workflows.money_moves import MoneyMoves


@workflow.defn(name="HospitalAdvance")
class HospitalAdvance(MoneyMoves[AdvanceCase]):
    """One advance for one stay, from the request until nobody owes anything for it."""

    table = TABLE

    @workflow.init
    def __init__(self, opening: Opening[AdvanceCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[AdvanceCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Judge the request, move the ledger and money, open what follows."""
        if isinstance(effect, AssessAdvance):
            return Fact.ASSESSED, await self._assess()
        if isinstance(effect, Reserve):
            answer = await self._reserve(effect)
            return (Fact.RESERVED if answer.granted else Fact.RESERVE_SHORT), answer
        if isinstance(effect, Release):
            self._release(effect)
            return None
        if isinstance(effect, OpenPreauthorization):
            return AdvanceFact.PREAUTHORIZATION_OPENED, await self._open_preauthorization()
        if isinstance(effect, OpenClaim):
            return AdvanceFact.CLAIM_OPENED, await self._open_claim()
        if isinstance(effect, KeepAccount):
            return AdvanceFact.ACCOUNT_KEPT, await self.keep_account(self._account(effect))
        return await self.money(effect)

    async def _assess(self) -> Entitlement:
        return await workflow.execute_local_activity_method(
            AdvanceActs.assess_advance,
            AdvanceAssessOrder(case=self.state, as_of=self.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="judge entitlement and balances",
        )

    def _judged(self) -> Entitlement:
        if self.state.entitlement is None:
            raise ValueError(f"{self.state.case_number} moves money before it was judged")
        return self.state.entitlement

    async def _reserve(self, effect: Reserve) -> ReserveAnswer:
        judged = self._judged()
        order = ReserveOrder(
            case_number=self.state.case_number,
            policy_id=self.state.policy_id,
            episode_id=judged.episode_id,
            benefit=judged.benefit,
            service_on=self.state.request.planned_on,
            amount=effect.amount,
            key=f"{self.state.case_number}/reserve/{self.state.version}",
            as_of=self.now(),
            seen_version=effect.seen_version,
        )
        return await workflow.execute_activity_method(
            CaseActs.reserve_benefit,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"reserve {format_yuan(effect.amount)}",
        )

    def _release(self, effect: Release) -> None:
        judged = self._judged()
        if not judged.episode_id:
            return
        order = ReleaseOrder(
            case_number=self.state.case_number,
            policy_id=self.state.policy_id,
            episode_id=judged.episode_id,
            benefit=judged.benefit,
            service_on=self.state.request.planned_on,
            key=f"{self.state.case_number}/release/{self.state.version}",
            as_of=self.now(),
            expired=effect.expired,
        )
        self.releases.append(order)

    async def _open_preauthorization(self) -> str:
        return await workflow.execute_activity(
            open_preauthorization,
            LinkedCaseOrder(case=self.state, as_of=self.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="open the pre-authorization",
        )

    async def _open_claim(self) -> str:
        return await workflow.execute_activity(
            open_claim,
            LinkedCaseOrder(case=self.state, as_of=self.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="open the claim of the stay",
        )

    def _account(self, named: KeepAccount) -> NewAccount:
        return NewAccount(
            party=f"guardian:{self.state.circumstances.guardian_id}",
            holder=named.holder,
            number=named.number,
            bank=named.bank,
            bank_code=named.bank_code,
        )

    def card(self) -> str:
        """The case in a few lines of Markdown."""
        case, clock, money = self.state, self.state.driving_clock(), self.state.statement
        lines = [
            f"**{case.case_number}** {case.stage}, version {case.version}",
            f"- promised {format_yuan(money.promised)}, paid {format_yuan(money.paid)}, "
            f"consumed {format_yuan(money.consumed)}, refunded {format_yuan(money.refunded)}, "
            f"open {format_yuan(money.open)}",
            f"- due {clock.due_at:%Y-%m-%d %H:%M} UTC ({clock.kind}, {clock.state})"
            if clock
            else "- no clock",
            f"- waiting on {case.waiting_on}, assignee {case.assignee or 'none'}",
        ]
        return "\n".join(lines)
