"""Reimbursement (domain 5.0, 5.3): the family paid, and claims with its papers afterwards."""

from dataclasses import replace
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.reimbursement import ClaimFileActs
    from activities.reimbursement_orders import FileAnswer, FileOrder
    from rules.money import format_yuan
    from rules.opening import Opening
    from rules.payments.values import NewAccount
    from rules.reimbursement.case import ReimbursementCase
    from workflows.case_engine import Effect
    from workflows.case_shell import PATIENT, SHORT_STEP
    from workflows.claims.shell import ClaimMoves
    from workflows.reimbursing.effects import CheckFile, ClaimFileFact, KeepAccount
    from workflows.reimbursing.table import TABLE


@workflow.defn(name="Reimbursement")
class Reimbursement(ClaimMoves[ReimbursementCase]):
    """One claim of a family, from its report to its last fen."""

    table = TABLE
    awaited_letters = frozenset({"LT-REQ", "LT-SUPP", "LT-REF"})

    @workflow.init
    def __init__(self, opening: Opening[ReimbursementCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[ReimbursementCase]) -> str:
        """Live to the end; the result is the final stage."""
        if opening.account and not self.ready:
            await self._keep(opening.account)
        return await self.whole(opening)

    async def _keep(self, account: NewAccount) -> None:
        """An account of the wrong form is asked for again when money is to leave."""
        kept = await self.keep_account(account)
        self.state = replace(
            self.state,
            account_id=kept.account_id,
            account=kept.number,
            account_holder=kept.holder,
            account_bank=kept.bank,
        )

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Look at the file, keep an account; claims and money besides."""
        if isinstance(effect, CheckFile):
            return ClaimFileFact.FILE_CHECKED, await self._check_file()
        if isinstance(effect, KeepAccount):
            return ClaimFileFact.ACCOUNT_KEPT, await self.keep_account(effect.account)
        return await super().perform(effect)

    async def _check_file(self) -> FileAnswer:
        return await workflow.execute_activity_method(
            ClaimFileActs.check_file,
            FileOrder(case=self.state, as_of=self.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="look at claim, bills and papers",
        )

    def card(self) -> str:
        """The case in a few lines of Markdown."""
        case, clock = self.state, self.state.driving_clock()
        lines = [
            f"**{case.case_number}** {case.stage}, version {case.version}",
            f"- claimed {format_yuan(case.amount)}",
            f"- due {clock.due_at:%Y-%m-%d %H:%M} UTC ({clock.kind}, {clock.state})"
            if clock
            else "- no clock",
            f"- waiting on {case.waiting_on}, assignee {case.assignee or 'none'}",
        ]
        if case.decision:
            lines.append(f"- {case.decision.answer} {format_yuan(case.decision.payable)}")
        return "\n".join(lines)
