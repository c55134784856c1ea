"""A pre-authorization that somebody changed without thinking of open cases."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.pre_authorization import PreAuthorization, PreAuthorizationInput


@workflow.defn(name="PreAuthorization")
class BrokenPreAuthorization(PreAuthorization):
    """Waits before it begins, which no recorded case did."""

    @workflow.init
    def __init__(self, opening: PreAuthorizationInput) -> None:
        """As before."""
        super().__init__(opening)

    @workflow.run
    async def run(self, opening: PreAuthorizationInput) -> str:
        """As before, but later."""
        await workflow.sleep(timedelta(seconds=5))
        return await super().run(opening)
