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
from stores.file_parts import PART_BYTES
from web import (
    account_page,
    audit_page,
    board_page,
    bulk_page,
    calendar_page,
    case_desk,
    case_files,
    case_pages,
    clock_pages,
    codec,
    codec_session,
    description,
    error_page,
    family_sign_in_page,
    finance_desk,
    finance_page,
    health,
    home_page,
    letters_again,
    metrics,
    new_pages,
    pages,
    passkey_page,
    portal_pages,
    preferences,
    queue_views,
    refusals,
    report_page,
    sampling_page,
    security_page,
    sign_in_page,
    work_page,
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
    family_requests,
    incidents,
    letters,
    notifications,
    payments,
    preauthorizations,
    quotes,
    readings,
    receivables,
    reimbursements,
    reports,
    unfinished_documents,
    visits,
)
from web.backend import Backend
from web.body_limit import MEBIBYTE, BodyLimit
from web.codec_origin import CodecOrigin
from web.files.refused import MAX_BYTES
from web.known_parameters import only_known_parameters
from web.request_log import RequestLog
from web.security_headers import SecurityHeaders

STATIC = Path(__file__).parent / "static"
_FILES = MAX_BYTES + MEBIBYTE
_LONGER_BODIES = {
    "/api/v1/documents": _FILES,
    "/api/v1/unfinished-documents": PART_BYTES + MEBIBYTE,
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
    finance_desk,
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
    case_files,
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
    reimbursements,
    family_requests,
    episodes,
    consents,
    brands,
    cards,
    incidents,
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
        strict = [Depends(only_known_parameters)] if part.router.prefix.startswith("/api/") else []
        app.include_router(part.router, dependencies=strict)
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
    yield
    app.state.backend.close()
