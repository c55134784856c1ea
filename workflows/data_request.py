"""Data request (L-34, domain 5.10): what guardians ask about a child's data."""

from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.requests import KeptOrder, RequestActs
    from rules.opening import Opening
    from rules.requests.data_request import DataRequestCase, Kept
    from workflows.case_engine import Effect
    from workflows.case_shell import PATIENT, SHORT_STEP
    from workflows.requests.data_request import TABLE, DataFact, FindKept
    from workflows.requests.shell import RequestShell


@workflow.defn(name="DataRequest")
class DataRequest(RequestShell[DataRequestCase]):
    """One request about data, from its receipt to the written answer."""

    table = TABLE

    @workflow.init
    def __init__(self, opening: Opening[DataRequestCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[DataRequestCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Look up what the law keeps."""
        if isinstance(effect, FindKept):
            return DataFact.KEPT_FOUND, await self._kept()
        return await super().perform(effect)

    async def _kept(self) -> Kept:
        return await workflow.execute_local_activity_method(
            RequestActs.find_kept,
            KeptOrder(member_id=self.state.member_id, case_number=self.state.case_number),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="what the law keeps",
        )
