"""A new case: checked against the database, numbered once, ready to be started as often as it takes."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import JSONResponse

from models.intake import Intake
from rules.case_number import case_number
from rules.china_time import shanghai_date
from rules.consents import missing
from rules.opening import Opening
from rules.vocabulary import Process
from stores.casework import intake
from stores.casework.intake import Answer, Claim
from stores.trust import consents
from web import problems
from web.access import Caller
from web.api.bodies.opened import OpenedView, OpeningBody, opened
from web.backend import Backend
from web.casework.conversation import open_case
from web.new_cases.papers import attached
from web.problems import FieldError, ProblemError

Said = TypeVar("Said", bound=OpeningBody)
Checked = TypeVar("Checked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What every case begins with; ``fields`` are those of `rules.cases.CaseBase`."""

    caller: Caller
    received_at: datetime
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Generic[Said, Checked]):
    """How a process begins: its body is checked against the database, then made its opening state.

    ``check`` takes the session, the caller, the body, the instant of receipt and the number that an earlier
    attempt claimed; it raises ProblemError, naming every field that is wrong.
    """

    process: Process
    check: Callable[[Session, Caller, Said, datetime, str | None], Checked]
    start: Callable[[Beginning, Checked], Opening[Any]]


async def open_once(
    door: Door[Said, Checked], backend: Backend, caller: Caller, key: str, body: Said
) -> JSONResponse:
    """Open the case of a request; the same key and body get the same answer."""
    begun = await run_in_threadpool(begin, door, backend, caller, key, body)
    if isinstance(begun, Answer):
        return _said(begun, repeated=True)
    receipt = await open_case(backend, begun)
    answer = Answer(status=201, body=opened(receipt).model_dump(mode="json"))
    await run_in_threadpool(finish, backend, receipt.case_number, answer)
    return _said(answer, repeated=False)


def _said(answer: Answer, *, repeated: bool) -> JSONResponse:
    headers = {"Location": answer.body["url"], "Idempotency-Replayed": str(repeated).lower()}
    # The database keeps no order of fields; a repeat is to be the same to the byte.
    body = OpenedView.model_validate(answer.body).model_dump(mode="json")
    return JSONResponse(body, answer.status, headers=headers)


def begin(
    door: Door[Said, Checked], backend: Backend, caller: Caller, key: str, body: Said
) -> Answer | Opening[Any]:
    """The answer that this key was given before, or what to start; in one transaction.

    A repeat after a crash gets the number that was claimed, and is judged by the day of the first attempt.
    """
    digest = body_hash(body)
    with backend.session() as session:
        earlier = intake.find(session, caller.reference, key)
        if earlier and (answer := _answered(earlier, digest)):
            return answer
        received_at = earlier.received_at if earlier else backend.clock.now()
        checked = door.check(session, caller, body, received_at, earlier.case_number if earlier else None)
        claim = earlier or _claim(session, door.process, caller, key, digest, received_at)
        if answer := _answered(claim, digest):
            return answer
        attached(session, body.documents, claim.case_number)
        opening = door.start(_beginning(backend, caller, claim), checked)
        _allowed_by_the_family(session, opening)
    return opening


def finish(backend: Backend, number: str, answer: Answer) -> None:
    """Keep the answer for repeats."""
    with backend.session() as session:
        intake.keep_answer(session, number, answer)


def body_hash(body: BaseModel) -> str:
    """SHA-256 of what was said, however it was spaced or ordered; fields left out do not count."""
    said = body.model_dump(mode="json", exclude_unset=True)
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _answered(claim: Claim, digest: str) -> Answer | None:
    if claim.body_hash != digest:
        raise ProblemError(
            problems.KEY_REUSED,
            f"This key already stands for another request, which became {claim.case_number}.",
            errors=[FieldError("Idempotency-Key", "was used before: make a new one for a new request")],
        )
    return claim.answer


def _claim(
    session: Session, process: Process, caller: Caller, key: str, digest: str, received_at: datetime
) -> Claim:
    number = case_number(process, shanghai_date(received_at), intake.next_sequence(session))
    wanted = Intake(
        principal=caller.reference,
        idempotency_key=key,
        body_hash=digest,
        process=process,
        case_number=number,
        received_at=received_at,
    )
    return intake.claim(session, wanted)


def _allowed_by_the_family(session: Session, opening: Opening[Any]) -> None:
    """Refuse what the family has not allowed, or took back: nothing is kept of the request (L-29)."""
    standing = consents.standing(session, UUID(opening.case.member_id))
    absent = missing(opening.case.process, standing)
    if absent:
        named = ", ".join(map(str, absent))
        raise problems.invalid(
            FieldError(
                "member_number",
                f"The family has not allowed this use of the child's data: {named}. It may consent at "
                "/family/consents or POST /api/v1/members/{member_number}/consents, or refuse; then nothing "
                "is taken in.",
            )
        )


def _beginning(backend: Backend, caller: Caller, claim: Claim) -> Beginning:
    fields = {
        "case_number": claim.case_number,
        "opened_at": claim.received_at,
        "opened_by": caller.reference,
        "clock_offset_seconds": backend.clock.offset_seconds,
        "undo_window_seconds": backend.settings.undo_window_seconds,
    }
    return Beginning(caller=caller, received_at=claim.received_at, fields=fields)
