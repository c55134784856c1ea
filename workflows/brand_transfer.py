"""Brand transfer (R-049, domain 5.8): to another clinic brand when the locked one has closed."""

from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.brands import BrandActs, LockOrder
    from rules.opening import Opening
    from rules.requests.brand import BrandTransferCase
    from workflows.case_engine import Effect
    from workflows.case_shell import PATIENT, SHORT_STEP
    from workflows.requests.brand import TABLE, BrandFact, MoveLock
    from workflows.requests.shell import RequestShell


@workflow.defn(name="BrandTransfer")
class BrandTransfer(RequestShell[BrandTransferCase]):
    """One move of a policy year to another brand."""

    table = TABLE

    @workflow.init
    def __init__(self, opening: Opening[BrandTransferCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[BrandTransferCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Move the lock."""
        if isinstance(effect, MoveLock):
            await self._move()
            return BrandFact.LOCK_MOVED, None
        return await super().perform(effect)

    async def _move(self) -> None:
        await workflow.execute_activity_method(
            BrandActs.move_lock,
            LockOrder(
                policy_id=self.state.policy_id,
                benefit=self.state.benefit,
                brand=self.state.wanted,
                as_of=self.now(),
            ),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="lock the new brand",
        )
