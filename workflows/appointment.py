"""Appointment (domain 5.7): a visit or stay at a public hospital that we arrange."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.opening import Opening
    from rules.requests.appointment import AppointmentCase
    from workflows.requests.appointment import TABLE
    from workflows.requests.shell import RequestShell


@workflow.defn(name="Appointment")
class Appointment(RequestShell[AppointmentCase]):
    """One request for an appointment, until the child came, did not come, or nobody waits for it."""

    table = TABLE

    @workflow.init
    def __init__(self, opening: Opening[AppointmentCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[AppointmentCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)
