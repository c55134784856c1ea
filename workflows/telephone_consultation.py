"""Telephone consultation (R-016, domain 5.10): a pediatrician calls within two hours."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.opening import Opening
    from rules.requests.consultation import ConsultationCase
    from workflows.requests.consultation import TABLE
    from workflows.requests.shell import RequestShell


@workflow.defn(name="TelephoneConsultation")
class TelephoneConsultation(RequestShell[ConsultationCase]):
    """One call that a family asked for."""

    table = TABLE

    @workflow.init
    def __init__(self, opening: Opening[ConsultationCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[ConsultationCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)
