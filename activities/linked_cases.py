"""Opens the case that follows from another one: numbered once, started as often as it takes."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from temporalio import activity
from temporalio.client import Client
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.advance_orders import LinkedCaseOrder
from models.intake import Intake
from rules.advances.case import AdvanceCase
from rules.any_case import AnyCase
from rules.case_number import case_number
from rules.china_time import shanghai_date
from rules.preauthorization.case import PreAuthorizationCase
from rules.roles import SYSTEM
from rules.vocabulary import Process
from stores import intake
from stores.database import transaction

CASES_QUEUE = "cases"
PROCESS = SearchAttributeKey.for_keyword("LipeiProcess")
CLOCKS_AGREE_WITHIN = 5
"""Seconds by which case time and the machine's may differ without a demonstration."""


class LinkedCases:
    """Acts that open a case for another one."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    async def open_preauthorization(self, order: LinkedCaseOrder) -> str:
        """Ask for approval where the hospital bills directly (A-30); a repeat finds what was opened."""
        number = self._number(Process.PREAUTHORIZATION, order)
        asked = order.case
        case = PreAuthorizationCase(
            **_beginning(number, order), request=asked.request, documents=asked.documents
        )
        await start(activity.client(), "PreAuthorization", case)
        return number

    def _number(self, process: Process, order: LinkedCaseOrder) -> str:
        """The number that this case's wish for another one has for ever."""
        source = order.case.case_number
        with transaction(self._engine) as session:
            wanted = Intake(
                principal=f"case:{source}",
                idempotency_key=process,
                body_hash=source,
                process=process,
                case_number=case_number(process, shanghai_date(order.as_of), intake.next_sequence(session)),
                received_at=order.as_of,
            )
            return intake.claim(session, wanted).case_number


def _beginning(number: str, order: LinkedCaseOrder) -> dict[str, Any]:
    """What every case begins with; its time goes on from the moment of the one that opens it."""
    source: AdvanceCase = order.case
    ahead = (order.as_of - datetime.now(UTC)).total_seconds()
    return {
        "case_number": number,
        "opened_at": order.as_of,
        "opened_by": source.opened_by,
        "clock_offset_seconds": ahead if abs(ahead) > CLOCKS_AGREE_WITHIN else 0.0,
        "undo_window_seconds": source.undo_window_seconds,
        "language": source.language,
    }


async def start(client: Client, workflow: str, case: AnyCase) -> None:
    """Start a case, or find it started or even closed."""
    try:
        await client.start_workflow(
            workflow,
            {"case": case, "opener": SYSTEM, "seen": ()},
            id=case.case_number,
            task_queue=CASES_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            search_attributes=TypedSearchAttributes([SearchAttributePair(PROCESS, case.process)]),
        )
    except WorkflowAlreadyStartedError:
        return
