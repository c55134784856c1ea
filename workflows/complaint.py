"""Complaint (domain 5.9): answered in writing by somebody with no part in the matter."""

from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.requests import InterestOrder, RequestActs
    from rules.opening import Opening
    from rules.requests.complaint import ComplaintCase
    from workflows.case_engine import Effect
    from workflows.case_shell import PATIENT, SHORT_STEP
    from workflows.requests.complaint import TABLE, ComplaintFact, FindInterest, InterestFound
    from workflows.requests.shell import RequestShell


@workflow.defn(name="Complaint")
class Complaint(RequestShell[ComplaintCase]):
    """One complaint, from its receipt until the complainant has the answer."""

    table = TABLE
    awaited_letters = frozenset({"LT-CMP-ACK", "LT-CMP"})

    @workflow.init
    def __init__(self, opening: Opening[ComplaintCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[ComplaintCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Look up who took part in what is complained about."""
        if isinstance(effect, FindInterest):
            return ComplaintFact.INTEREST_FOUND, await self._interest(effect)
        return await super().perform(effect)

    async def _interest(self, effect: FindInterest) -> InterestFound:
        found = await workflow.execute_local_activity_method(
            RequestActs.find_interest,
            InterestOrder(case_number=self.state.about_case, person=effect.person),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="who decided what is complained about",
        )
        return InterestFound(
            person=effect.person,
            assigned_by=effect.assigned_by,
            people=found.people,
            handles=found.handles,
        )
