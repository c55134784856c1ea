"""`/api/v1/…`: what families ask for beside cover and money."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends
from starlette.responses import JSONResponse

from rules.permissions import Action
from web.access import Caller, Permission
from web.api.bodies import request_bodies as bodies
from web.api.bodies.fields import IdempotencyKey
from web.api.bodies.opened import OpenedView
from web.backend import Uses
from web.new_cases import requesting
from web.new_cases.opening import open_once

router = APIRouter(prefix="/api/v1", tags=["Requests of families"])

Asker = Annotated[Caller, Depends(Permission(Action.REQUEST_SERVICE))]
Complainant = Annotated[Caller, Depends(Permission(Action.FILE_COMPLAINT))]


@router.post(
    "/appointments",
    operation_id="requestAppointment",
    summary="Ask for an appointment at a public hospital",
    status_code=201,
    response_model=OpenedView,
)
async def request_appointment(
    body: Annotated[
        bodies.AppointmentBody, Body(openapi_examples={"visit": {"value": bodies.APPOINTMENT_EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Asker,
    backend: Uses,
) -> JSONResponse:
    """Arranged within two working days (R-062). The same key and body get the same answer."""
    return await open_once(requesting.APPOINTMENTS, backend, caller, key, body)


@router.post(
    "/complaints",
    operation_id="fileComplaint",
    summary="Complain",
    status_code=201,
    response_model=OpenedView,
)
async def file_complaint(
    body: Annotated[
        bodies.ComplaintBody, Body(openapi_examples={"late": {"value": bodies.COMPLAINT_EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Complainant,
    backend: Uses,
) -> JSONResponse:
    """Answered in writing within fifteen days by somebody with no part in the matter (L-22, L-23)."""
    return await open_once(requesting.COMPLAINTS, backend, caller, key, body)


@router.post(
    "/enquiries",
    operation_id="askQuestion",
    summary="Ask a question",
    status_code=201,
    response_model=OpenedView,
)
async def ask_question(
    body: Annotated[bodies.EnquiryBody, Body(openapi_examples={"clinic": {"value": bodies.ENQUIRY_EXAMPLE}})],
    key: IdempotencyKey,
    caller: Asker,
    backend: Uses,
) -> JSONResponse:
    """Answered within a working day."""
    return await open_once(requesting.ENQUIRIES, backend, caller, key, body)


@router.post(
    "/consultations",
    operation_id="requestConsultation",
    summary="Ask for a doctor's call",
    status_code=201,
    response_model=OpenedView,
)
async def request_consultation(
    body: Annotated[
        bodies.ConsultationBody, Body(openapi_examples={"fever": {"value": bodies.CONSULTATION_EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Asker,
    backend: Uses,
) -> JSONResponse:
    """A pediatrician calls within two hours, day and night (R-016)."""
    return await open_once(requesting.CONSULTATIONS, backend, caller, key, body)


@router.post(
    "/vaccinations",
    operation_id="requestVaccination",
    summary="Have a vaccination arranged",
    status_code=201,
    response_model=OpenedView,
)
async def request_vaccination(
    body: Annotated[
        bodies.VaccinationBody, Body(openapi_examples={"flu": {"value": bodies.VACCINATION_EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Asker,
    backend: Uses,
) -> JSONResponse:
    """The desk finds a place and a time (R-066)."""
    return await open_once(requesting.VACCINATIONS, backend, caller, key, body)


@router.post(
    "/on-site-help",
    operation_id="requestOnSiteHelp",
    summary="Ask for help at a public hospital",
    status_code=201,
    response_model=OpenedView,
)
async def request_on_site_help(
    body: Annotated[
        bodies.OnSiteHelpBody, Body(openapi_examples={"xinhua": {"value": bodies.ON_SITE_EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Asker,
    backend: Uses,
) -> JSONResponse:
    """Somebody is there at three departments in Shanghai (R-067); it draws on no limit."""
    return await open_once(requesting.ON_SITE_HELP, backend, caller, key, body)


@router.post(
    "/data-requests",
    operation_id="requestData",
    summary="Ask about a child's data",
    status_code=201,
    response_model=OpenedView,
)
async def request_data(
    body: Annotated[
        bodies.DataRequestBody, Body(openapi_examples={"deletion": {"value": bodies.DATA_EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Asker,
    backend: Uses,
) -> JSONResponse:
    """See, copy, correct or delete it; answered in writing within fifteen working days (L-34)."""
    return await open_once(requesting.DATA_REQUESTS, backend, caller, key, body)


@router.post(
    "/brand-transfers",
    operation_id="requestBrandTransfer",
    summary="Ask to move to another brand",
    status_code=201,
    response_model=OpenedView,
)
async def request_brand_transfer(
    body: Annotated[
        bodies.BrandTransferBody, Body(openapi_examples={"closed": {"value": bodies.TRANSFER_EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Asker,
    backend: Uses,
) -> JSONResponse:
    """Where the locked brand has closed; a person reviews it (R-049)."""
    return await open_once(requesting.BRAND_TRANSFERS, backend, caller, key, body)
