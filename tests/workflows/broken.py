"""A pre-authorization that somebody changed without thinking of open cases."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.opening import Opening
    from rules.preauthorization.case import PreAuthorizationCase
    from workflows.pre_authorization import PreAuthorization


@workflow.defn(name="PreAuthorization")
class BrokenPreAuthorization(PreAuthorization):
    """Waits before it begins, which no recorded case did."""

    @workflow.init
    def __init__(self, opening: Opening[PreAuthorizationCase]) -> None:
        """As before."""
        super().__init__(opening)

    @workflow.run
    async def run(self, opening: Opening[PreAuthorizationCase]) -> str:
        """As before, but later."""
        await workflow.sleep(timedelta(seconds=5))
        return await super().run(opening)
