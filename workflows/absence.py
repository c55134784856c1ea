"""Somebody is away: on the first day the open cases go to whoever stands in."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.escalation import PAGE, EscalationActs
    from activities.escalation_orders import AbsenceNews, AbsencePage
    from rules.china_time import at_shanghai
    from rules.house import AbsenceDays
    from workflows.steps import PATIENT, SHORT_STEP


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceInput:
    """``clock_offset_seconds`` is case time less wall clock."""

    days: AbsenceDays
    clock_offset_seconds: float = 0.0


def absence_id(key: str) -> str:
    """The id of the execution of an absence."""
    return f"absence-{key}"


@workflow.defn(name="Absence")
class Absence:
    """One absence, from when it is set to when the cases have gone to somebody else."""

    @workflow.run
    async def run(self, absence: AbsenceInput) -> int:
        """Wait for the first day, then tell each open case; how many were told.

        One that was taken back meanwhile tells none.
        """
        begins_at = at_shanghai(absence.days.from_on, time(0))
        wait = begins_at - self._now(absence)
        if wait > timedelta(0):
            await workflow.sleep(wait, summary=f"until {absence.days.from_on}")
        told, numbers = 0, await self._cases(absence, after="")
        while numbers:
            for number in numbers:
                told += await self._tell(number, absence.days.staff_id)
            numbers = await self._cases(absence, after=numbers[-1]) if len(numbers) == PAGE else []
        return told

    def _now(self, absence: AbsenceInput) -> datetime:
        return workflow.now() + timedelta(seconds=absence.clock_offset_seconds)

    async def _cases(self, absence: AbsenceInput, after: str) -> list[str]:
        days = absence.days
        return await workflow.execute_local_activity_method(
            EscalationActs.cases_of_absent,
            AbsencePage(absence_id=days.absence_id, staff_id=days.staff_id, after=after),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="open cases of who is away",
        )

    async def _tell(self, number: str, staff_id: str) -> bool:
        case = workflow.get_external_workflow_handle(number)
        try:
            await case.signal("absence_began", AbsenceNews(person=f"staff:{staff_id}"))
        except ApplicationError:
            return False  # closed meanwhile
        return True
