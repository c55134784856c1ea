"""Enquiry (R-191, domain 5.10): a question, answered within a working day."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.opening import Opening
    from rules.requests.enquiry import EnquiryCase
    from workflows.requests.enquiry import TABLE
    from workflows.requests.shell import RequestShell


@workflow.defn(name="Enquiry")
class Enquiry(RequestShell[EnquiryCase]):
    """One question of a family."""

    table = TABLE

    @workflow.init
    def __init__(self, opening: Opening[EnquiryCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[EnquiryCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)
