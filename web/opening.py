"""A new case: checked against the database, numbered once, ready to be started as often as it takes."""

import hashlib
import json
from datetime import datetime

from pydantic import BaseModel
from sqlmodel import Session

from models.intake import Intake
from rules.case_number import case_number
from rules.china_time import shanghai_date
from rules.preauthorization.case import PreAuthorizationCase
from rules.vocabulary import Process
from stores import intake, uploads
from stores.intake import Answer, Claim
from stores.uploads import UploadTakenError
from web import problems
from web.access import Caller
from web.api.preauthorization_body import PreauthorizationBody
from web.backend import Backend
from web.papers import TAKEN
from web.problems import FieldError, ProblemError
from web.request_check import Checked, checked
from workflows.pre_authorization import PreAuthorizationInput


def begin(
    backend: Backend, caller: Caller, key: str, body: PreauthorizationBody
) -> Answer | PreAuthorizationInput:
    """The answer that this key was given before, or what to start; in one transaction.

    A repeat after a crash gets the number that was claimed, and is judged by the day of the first attempt.
    """
    digest = body_hash(body)
    with backend.session() as session:
        earlier = intake.find(session, caller.reference, key)
        if earlier and (answer := _answered(earlier, digest)):
            return answer
        received_at = earlier.received_at if earlier else backend.clock.now()
        asked = checked(session, caller, body, received_at, earlier.case_number if earlier else None)
        claim = earlier or _claim(session, caller, key, digest, received_at)
        if answer := _answered(claim, digest):
            return answer
        _attach(session, body, claim)
    return _opening(backend, caller, claim, asked)


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


def _claim(session: Session, caller: Caller, key: str, digest: str, received_at: datetime) -> Claim:
    number = case_number(Process.PREAUTHORIZATION, shanghai_date(received_at), intake.next_sequence(session))
    wanted = Intake(
        principal=caller.reference,
        idempotency_key=key,
        body_hash=digest,
        process=Process.PREAUTHORIZATION,
        case_number=number,
        received_at=received_at,
    )
    return intake.claim(session, wanted)


def _attach(session: Session, body: PreauthorizationBody, claim: Claim) -> None:
    try:
        uploads.attach(session, body.documents, claim.case_number)
    except UploadTakenError as taken:
        raise problems.invalid(FieldError("documents", TAKEN)) from taken


def _opening(backend: Backend, caller: Caller, claim: Claim, asked: Checked) -> PreAuthorizationInput:
    case = PreAuthorizationCase(
        case_number=claim.case_number,
        process=Process.PREAUTHORIZATION,
        opened_at=claim.received_at,
        opened_by=caller.reference,
        clock_offset_seconds=backend.clock.offset_seconds,
        language=asked.request.language,
        undo_window_seconds=backend.settings.undo_window_seconds,
        request=asked.request,
        documents=asked.documents,
    )
    return PreAuthorizationInput(case=case, opener=caller.actor)
