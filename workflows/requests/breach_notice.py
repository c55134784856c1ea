"""Breach notice (L-33): one family is told what happened to its child's data."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.opening import Opening
    from rules.requests.breach import BreachNoticeCase
    from workflows.requests.breach import TABLE
    from workflows.requests.shell import RequestShell


@workflow.defn(name="BreachNotice")
class BreachNotice(RequestShell[BreachNoticeCase]):
    """One notice, until it has left."""

    table = TABLE
    awaited_letters = frozenset({"LT-INC"})

    @workflow.init
    def __init__(self, opening: Opening[BreachNoticeCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[BreachNoticeCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)
