"""Opens the case that follows from another one: numbered once, started as often as it takes."""

from datetime import UTC, datetime
from typing import Any

from temporalio import activity
from temporalio.client import Client
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

from activities.advance_orders import LinkedCaseOrder
from rules.adjudication.claim import Claim, ClaimLine, Encounter, Invoice, Provider
from rules.advances.case import AdvanceCase
from rules.advances.values import FinalBill
from rules.any_case import AnyCase
from rules.case_number import case_number
from rules.catalogue.benefits import ClaimChannel
from rules.china_time import shanghai_date
from rules.claims.case import ClaimSubject
from rules.preauthorization.case import PreAuthorizationCase
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Source
from rules.roles import SYSTEM
from rules.vocabulary import DocumentKind, Ownership, Process

CASES_QUEUE = "cases"
PROCESS = SearchAttributeKey.for_keyword("LipeiProcess")
STOOD_FOR = (DocumentKind.CLAIM_FORM, DocumentKind.BANK_CARD, DocumentKind.AUTHORIZATION_LETTER)
"""What a family need not send that signed a mandate and whose claim pays out through the advance."""
CLOCKS_AGREE_WITHIN = 5
"""Seconds by which case time and the machine's may differ without a demonstration."""


@activity.defn
async def open_preauthorization(order: LinkedCaseOrder) -> str:
    """Ask for approval where the hospital bills directly (A-30); a repeat finds what was opened."""
    number = _number(Process.PREAUTHORIZATION, order)
    asked = order.case
    case = PreAuthorizationCase(**_beginning(number, order), request=asked.request, documents=asked.documents)
    await start(activity.client(), "PreAuthorization", case)
    return number


@activity.defn
async def open_claim(order: LinkedCaseOrder) -> str:
    """Submit the file of the stay as a claim, linked to the advance; a repeat finds what was opened."""
    number = _number(Process.REIMBURSEMENT, order)
    await start(activity.client(), "Reimbursement", _claim(number, order))
    return number


def _number(process: Process, order: LinkedCaseOrder) -> str:
    """The sequence is the advance's own, which no other case has: unique without asking, and for ever."""
    sequence = int(order.case.case_number.split("-")[2])
    return case_number(process, shanghai_date(order.as_of), sequence)


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


def _claim(number: str, order: LinkedCaseOrder) -> ReimbursementCase:
    """What the specialist settled and collected (R-156), as the claim of the family.

    The mandate stands for the claim form, and the advance pays out, so neither form nor bank card is asked.
    """
    source = order.case
    bill, discharge = source.bill, source.discharge
    if bill is None:
        raise ApplicationError(
            f"{source.case_number} has no settled bill to claim", type="BILL_MISSING", non_retryable=True
        )
    signed_at = source.mandate.signed_at if source.mandate else None
    return ReimbursementCase(
        **_beginning(number, order),
        subject=ClaimSubject(
            member_id=source.request.member_id,
            policy_id=source.policy_id,
            hospital_code=source.hospital,
            guardian_id=source.circumstances.guardian_id,
            episode_id=source.entitlement.episode_id if source.entitlement else "",
            authorized_by=(source.case_number,),
        ),
        claim=_billed(source, bill),
        source=Source.ADVANCE,
        linked_advance=source.case_number,
        until_on=discharge.on if discharge else bill.billed_on,
        form_signed_on=shanghai_date(signed_at) if signed_at else None,
        documents=source.documents,
        waived=STOOD_FOR,
    )


def _billed(source: AdvanceCase, bill: FinalBill) -> Claim:
    """The bill as it was settled; the claim's own case looks the hospital up."""
    invoice = Invoice(code=bill.code, number=bill.number)
    return Claim(
        channel=ClaimChannel.ADVANCE,
        provider=Provider(
            name=source.hospital, ownership=Ownership.PUBLIC, department=source.request.department
        ),
        encounter=Encounter(
            type=source.request.encounter,
            on=source.request.planned_on,
            diagnoses=tuple(each.code for each in source.request.diagnoses),
            procedures=tuple(each.code for each in source.request.procedures),
            emergency=source.request.emergency,
        ),
        lines=tuple(
            ClaimLine(item=line.item, amount=line.amount, invoice=invoice.key) for line in bill.lines
        ),
        invoices=(invoice,),
        public_insurance_paid=bill.public_insurance_paid,
    )


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
