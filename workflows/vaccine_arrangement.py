"""Vaccine arrangement (R-066, R-071, domain 5.10): a place and a time for a vaccination."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.opening import Opening
    from rules.requests.arrangement import VaccinationCase
    from workflows.requests.arrangement import VACCINATION_TABLE
    from workflows.requests.shell import RequestShell


@workflow.defn(name="VaccineArrangement")
class VaccineArrangement(RequestShell[VaccinationCase]):
    """One vaccination, from the request until it was given."""

    table = VACCINATION_TABLE

    @workflow.init
    def __init__(self, opening: Opening[VaccinationCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[VaccinationCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)
