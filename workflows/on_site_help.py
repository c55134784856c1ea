"""On-site help (R-067): somebody who helps at three public departments in Shanghai."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.opening import Opening
    from rules.requests.arrangement import OnSiteHelpCase
    from workflows.requests.arrangement import ON_SITE_TABLE
    from workflows.requests.shell import RequestShell


@workflow.defn(name="OnSiteHelp")
class OnSiteHelp(RequestShell[OnSiteHelpCase]):
    """One visit at which somebody helps."""

    table = ON_SITE_TABLE

    @workflow.init
    def __init__(self, opening: Opening[OnSiteHelpCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[OnSiteHelpCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)
