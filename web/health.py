"""`/healthz` and `/readyz`: for what watches over the process."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Depends
from sqlmodel import select
from starlette.responses import JSONResponse

from models.case import Case
from stores.papers.blobs import BlobMissingError
from web.access import anyone
from web.backend import Backend, Uses

router = APIRouter(tags=["Operation"], dependencies=[Depends(anyone)])

ANSWER_WITHIN_SECONDS = 3.0


@router.get("/healthz", operation_id="isAlive", summary="Is the process alive?")
async def is_alive() -> dict[str, str]:
    """Answers as long as the process serves."""
    return {"status": "alive"}


@router.get(
    "/readyz",
    operation_id="isReady",
    summary="Can requests be served?",
    responses={503: {"description": "A part does not answer"}},
)
async def is_ready(backend: Uses) -> JSONResponse:
    """503 while Postgres, Temporal or the object store do not answer; `parts` says which."""
    asked = {
        "postgres": to_thread.run_sync(_postgres, backend, abandon_on_cancel=True),
        "temporal": _temporal(backend),
        "objects": to_thread.run_sync(_objects, backend, abandon_on_cancel=True),
    }
    answers = await asyncio.gather(*(_answers(part) for part in asked.values()))
    parts = dict(zip(asked, answers, strict=True))
    ready = all(parts.values())
    return JSONResponse({"ready": ready, "parts": parts}, 200 if ready else 503)


async def _answers(part: Awaitable[Any]) -> bool:
    try:
        await asyncio.wait_for(part, ANSWER_WITHIN_SECONDS)
    except Exception:  # noqa: BLE001  (whatever keeps a part from answering, it does not answer)
        return False
    return True


def _postgres(backend: Backend) -> None:
    with backend.session() as session:
        session.exec(select(Case.case_number).limit(1)).first()


async def _temporal(backend: Backend) -> None:
    client = await backend.temporal()
    await client.service_client.check_health(timeout=timedelta(seconds=ANSWER_WITHIN_SECONDS))


def _objects(backend: Backend) -> None:
    with suppress(BlobMissingError):
        backend.blobs.head("readyz")
