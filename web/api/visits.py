"""`/api/v1/eligibility`, `/visits` and `/admissions`: what a hospital's billing desk asks and opens."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends
from starlette.responses import JSONResponse

from rules.adjudication.words import REASONS
from rules.direct_billing.eligibility import what_to_do
from rules.direct_billing.values import Eligibility, Standing
from rules.items import ItemCode
from rules.permissions import Action
from rules.reasons import ReasonCode
from rules.vocabulary import Process
from web.access import Caller, Permission
from web.api.bodies import visit_body
from web.api.bodies.fields import IdempotencyKey, View, Yuan
from web.api.bodies.opened import OpenedView
from web.api.bodies.visit_body import AdmissionBody, EligibilityBody, VisitBody
from web.backend import Uses
from web.new_cases import desk_check
from web.new_cases.opening import Door, open_once

router = APIRouter(prefix="/api/v1", tags=["Direct billing"])

VISIT = Door(process=Process.DIRECT_BILLING, check=desk_check.visit_checked, start=desk_check.start)
ADMISSION = Door(process=Process.DIRECT_BILLING, check=desk_check.admission_checked, start=desk_check.start)


class DeskWordsView(View):
    """Words in both languages."""

    zh: str
    en: str


class DeskReasonView(View):
    """Why not, or why a person has to look, and what the desk tells the family."""

    code: ReasonCode
    words: DeskWordsView
    what_to_do: DeskWordsView


class EligibilityView(View):
    """The answer at the desk. Amounts are for a bill of `expected`; nothing is promised by them (R-103)."""

    standing: Standing
    reasons: tuple[DeskReasonView, ...]
    expected: Yuan
    payable: Yuan | None
    """What the insurer would pay; null where the card is not eligible."""
    member: Yuan | None
    """What the family would pay: deductible, copay and coinsurance together."""
    deductible: Yuan | None
    copay: Yuan | None
    coinsurance: Yuan | None
    visit_number: int | None
    """The place that this visit would get on the counter; null where it does not count."""
    remaining: Yuan | None
    """What is left of the limit; null where none is stated."""
    excluded: tuple[ItemCode, ...]
    """Items that the family pays at the desk."""
    pay_online: bool
    """Whether the family pays its share online, not at the desk (public hospitals)."""


@router.post("/eligibility", operation_id="checkEligibility", summary="Ask whether a card may be billed")
def check_eligibility(
    body: Annotated[
        EligibilityBody, Body(openapi_examples={"visit": {"value": visit_body.ELIGIBILITY_EXAMPLE}})
    ],
    caller: Annotated[Caller, Depends(Permission(Action.CHECK_ELIGIBILITY))],
    backend: Uses,
) -> EligibilityView:
    """By the rules that decide, with the accounts as they stand. Nothing is held: open a visit for that."""
    return eligibility_view(desk_check.answer(backend, caller, body))


@router.post(
    "/visits", operation_id="openVisit", summary="Open a visit", status_code=201, response_model=OpenedView
)
async def open_visit(
    body: Annotated[VisitBody, Body(openapi_examples={"visit": {"value": visit_body.VISIT_EXAMPLE}})],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.OPEN_VISIT))],
    backend: Uses,
) -> JSONResponse:
    """Its place on the counter and the expected amount are held for 30 days; then come bills, as acts."""
    return await open_once(VISIT, backend, caller, key, body)


@router.post(
    "/admissions",
    operation_id="notifyAdmission",
    summary="Admit a child on a guarantee letter",
    status_code=201,
    response_model=OpenedView,
)
async def notify_admission(
    body: Annotated[AdmissionBody, Body(openapi_examples={"stay": {"value": visit_body.ADMISSION_EXAMPLE}})],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.OPEN_VISIT))],
    backend: Uses,
) -> JSONResponse:
    """Interim bills, the discharge bill and the final bill are acts on the case that this opens."""
    return await open_once(ADMISSION, backend, caller, key, body)


def eligibility_view(found: Eligibility) -> EligibilityView:
    """The answer as the desk gets it."""
    told = found.standing is not Standing.NOT_ELIGIBLE
    return EligibilityView(
        standing=found.standing,
        reasons=tuple(_reason(code) for code in found.reasons),
        expected=found.expected,
        payable=found.payable if told else None,
        member=found.member if told else None,
        deductible=found.deductible if told else None,
        copay=found.copay if told else None,
        coinsurance=found.coinsurance if told else None,
        visit_number=found.visit_number,
        remaining=found.remaining,
        excluded=found.excluded,
        pay_online=found.public and told,
    )


def _reason(code: ReasonCode) -> DeskReasonView:
    words, advice = REASONS[code], what_to_do(code)
    return DeskReasonView(
        code=code,
        words=DeskWordsView(zh=words.zh, en=words.en),
        what_to_do=DeskWordsView(zh=advice.zh, en=advice.en),
    )
