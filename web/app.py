"""The web app, put together."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.staticfiles import StaticFiles

from logs import set_up_logs
from settings import Settings, load
from stores.papers.file_parts import PART_BYTES
from web import (
    audit_page,
    description,
    error_page,
    health,
    home_page,
    metrics,
    pages,
    portal_pages,
    preferences,
    refusals,
)
from web.access import require_permissions
from web.api import (
    absences,
    accounts,
    actions,
    advances,
    board,
    brands,
    calendars,
    cards,
    cases,
    clocks,
    consents,
    document_pages,
    documents,
    episodes,
    exports,
    family_requests,
    house_people,
    house_places,
    house_terms,
    incidents,
    letters,
    notifications,
    owed,
    payments,
    preauthorizations,
    quotes,
    readings,
    receivables,
    reimbursements,
    remittances,
    reports,
    unfinished_documents,
    vaccines,
    visits,
    webhooks,
)
from web.backend import Backend
from web.body_limit import MEBIBYTE, BodyLimit
from web.casework import (
    bulk_page,
    case_desk,
    case_files,
    case_pages,
    letters_again,
    queue_views,
    sampling_page,
    work_page,
)
from web.clocks import absence_page, board_page, calendar_page, clock_pages, report_page
from web.families import (
    card_page,
    consent_page,
    data_page,
    form_page,
    hospital_page,
    record_pages,
    vaccine_page,
)
from web.files.refused import MAX_BYTES
from web.first_word import ByFirstWord
from web.house import (
    authority_page,
    clock_page,
    door_pages,
    house_log_page,
    incident_pages,
    insurer_pages,
    people_pages,
    places_pages,
    terms_page,
    webhook_page,
)
from web.known_parameters import only_known_parameters
from web.mailed import address_page
from web.mailed.rounds import taking_mail
from web.money import account_page, desk_money, family_money, finance_desk, finance_overviews, finance_page
from web.new_cases import new_pages
from web.papers import answer_page, parts_page, preview_page
from web.request_log import RequestLog
from web.security_headers import SecurityHeaders
from web.signing_in import (
    codec,
    codec_session,
    family_sign_in_page,
    passkey_page,
    security_page,
    sign_in_page,
)
from web.signing_in.codec_origin import CodecOrigin
from web.strict_json import only_sound_json

STATIC = Path(__file__).parent / "static"
_FILES = MAX_BYTES + MEBIBYTE
_LONGER_BODIES = {
    "/api/v1/documents": _FILES,
    "/api/v1/unfinished-documents": PART_BYTES + MEBIBYTE,
    "/files/": PART_BYTES + MEBIBYTE,
    "/cases/": _FILES,
    "/new/": _FILES,
    "/codec/": 16 * MEBIBYTE,
}

_PARTS = (
    pages,
    sign_in_page,
    family_sign_in_page,
    security_page,
    passkey_page,
    preferences,
    home_page,
    account_page,
    audit_page,
    finance_page,
    finance_overviews,
    finance_desk,
    people_pages,
    door_pages,
    places_pages,
    insurer_pages,
    authority_page,
    terms_page,
    clock_page,
    house_log_page,
    incident_pages,
    desk_money,
    family_money,
    card_page,
    hospital_page,
    vaccine_page,
    consent_page,
    record_pages,
    data_page,
    form_page,
    absence_page,
    board_page,
    calendar_page,
    queue_views,
    bulk_page,
    work_page,
    portal_pages,
    new_pages,
    case_pages,
    case_desk,
    letters_again,
    answer_page,
    parts_page,
    preview_page,
    webhook_page,
    case_files,
    address_page,
    clock_pages,
    report_page,
    sampling_page,
    health,
    metrics,
    advances,
    preauthorizations,
    cases,
    actions,
    documents,
    document_pages,
    unfinished_documents,
    letters,
    quotes,
    readings,
    visits,
    accounts,
    payments,
    receivables,
    remittances,
    owed,
    reimbursements,
    family_requests,
    episodes,
    consents,
    vaccines,
    exports,
    brands,
    cards,
    incidents,
    house_people,
    house_places,
    house_terms,
    webhooks,
    board,
    reports,
    clocks,
    notifications,
    absences,
    codec,
    codec_session,
    description,
    calendars,
)

_STRICT = (Depends(only_known_parameters), Depends(only_sound_json))
"""What every request of a program has to pass."""
_NOTHING_LEAVES: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""Spans would carry addresses and parameters out of the house."""


class WebApp(FastAPI):
    """An app that describes itself in our words."""

    def openapi(self) -> dict[str, Any]:
        """The description, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = description.describe(self)
        return self.openapi_schema


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app for these settings; without them, as a process of its own, for those of the home folder.

    RuntimeError for a route that names no permission.
    """
    known = settings or _own_process()
    app = WebApp(
        title=description.TITLE,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        telemetry=_NOTHING_LEAVES,
    )
    app.state.backend = Backend(known)
    for part in _PARTS:
        strict = _STRICT if part.router.prefix.startswith("/api/") else ()
        app.include_router(ByFirstWord(part.router), dependencies=strict)
    app.mount("/static", StaticFiles(directory=STATIC))
    refusals.install(app)
    error_page.install(app)
    app.add_middleware(CodecOrigin, origin=known.temporal_ui_url)
    app.add_middleware(BodyLimit, usual=MEBIBYTE, by_path=_LONGER_BODIES)
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders, https=known.public_url.startswith("https://"))
    require_permissions(app)
    return app


def _own_process() -> Settings:
    known = load()
    set_up_logs(known.log_level)
    # The server's own lines hold whole addresses, and with them numbers of letters and cases.
    logging.getLogger("uvicorn.access").disabled = True
    return known


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with taking_mail(app):
        yield
    app.state.backend.close()
