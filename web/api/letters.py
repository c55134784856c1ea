"""`/api/v1/letters` and the letters of a case."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi import Body as Sent
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from models.letter import Letter
from rules.permissions import Action
from rules.vocabulary import (
    AnswerWay,
    DeliveryChannel,
    DeliveryState,
    Language,
    LetterAnswer,
    LetterStatus,
    RecipientRole,
)
from stores.papers import letters
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body, IdempotencyKey, Mail, View
from web.backend import Backend, Uses
from web.casework.case_access import visible_case
from web.casework.letters_again import SendsAgain, again
from web.problems import ProblemError

router = APIRouter(prefix="/api/v1", tags=["Letters"])

Reads = Annotated[Caller, Depends(Permission(Action.READ_LETTER))]
_NUMBER = re.compile(r"[A-Z0-9-]{1,60}")
_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}


class SendAgainBody(Body):
    """Where a letter goes once more."""

    address: Mail | None = None
    """Another mail address of the same reader, which alone gets it; without one, all get it again."""


class DeliveryView(View):
    """One way that a letter went to one reader."""

    channel: DeliveryChannel
    recipient_role: RecipientRole
    state: DeliveryState
    attempts: int
    sent_at: datetime | None
    last_error: str | None
    """What a mail server said of the last attempt, or when the mail came back (`BOUNCED`)."""


class LetterView(View):
    """A letter; its PDF is at `/api/v1/letters/{number}.pdf` once it is rendered."""

    number: str
    code: str
    case_number: str
    guarantee_number: str | None
    language: Language
    status: LetterStatus
    issued_at: datetime
    send_after: datetime
    sha256: str | None
    """Of the PDF before it was signed, which rendering it again gives; null until it is rendered."""
    signed_sha256: str | None
    """Of the PDF as it was sent."""
    verification_code: str | None
    answer: LetterAnswer | None
    """What the hospital said to this version of a guarantee letter."""
    answered_at: datetime | None
    answered_way: AnswerWay | None
    deliveries: tuple[DeliveryView, ...]


Elsewhere = Annotated[
    SendAgainBody | None,
    Sent(openapi_examples={"elsewhere": {"value": {"address": "admissions@hospital.example"}}}),
]


@router.get("/cases/{case_number}/letters", operation_id="listLetters", summary="List the letters of a case")
def list_letters(case_number: str, caller: Reads, backend: Uses) -> tuple[LetterView, ...]:
    """Oldest first. A hospital sees those that are addressed to it."""
    visible_case(backend, caller, case_number, Action.READ_LETTER)
    with backend.session() as session:
        rows: Sequence[Letter] = letters.of_case(session, case_number)
        return tuple(LetterView.model_validate(row) for row in rows if may_read(caller, row))


@router.get(
    "/letters/{number}.pdf",
    operation_id="getLetterFile",
    summary="Read a letter as it was sent",
    response_class=Response,
    responses=_PDF,
)
def get_letter_file(number: str, caller: Reads, backend: Uses) -> Response:
    """The PDF."""
    letter = _letter(backend, caller, number)
    if letter.object_key is None:
        raise ProblemError(
            problems.NOT_FOUND,
            f"Letter {number} is not rendered yet: ask again in a moment.",
            headers={"Retry-After": str(problems.RETRY_AFTER_SECONDS)},
        )
    return Response(
        backend.blobs.get(letter.object_key),
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{number}.pdf"',
            "ETag": f'"{letter.signed_sha256 or letter.sha256}"',
        },
    )


@router.get("/letters/{number}", operation_id="getLetter", summary="Read what is known of a letter")
def get_letter(number: str, caller: Reads, backend: Uses) -> LetterView:
    """Its state and how it was delivered."""
    return LetterView.model_validate(_letter(backend, caller, number))


@router.post(
    "/letters/{number}/send-again",
    operation_id="sendLetterAgain",
    summary="Send a letter again",
    status_code=202,
)
async def send_letter_again(
    number: str, key: IdempotencyKey, caller: SendsAgain, backend: Uses, body: Elsewhere = None
) -> LetterView:
    """The same file to the same addresses or to another; how it ended is in `deliveries` a moment later."""
    letter = await run_in_threadpool(_letter, backend, caller, number)
    await again(backend, caller, letter, key, address=(body and body.address) or "")
    return LetterView.model_validate(letter)


def _letter(backend: Backend, caller: Caller, number: str) -> Letter:
    if not _NUMBER.fullmatch(number):
        raise problems.not_found("This letter")
    with backend.session() as session:
        letter = letters.find(session, number)
    if letter is None:
        raise problems.not_found("This letter")
    try:
        visible_case(backend, caller, letter.case_number, Action.READ_LETTER)
    except ProblemError as hidden:  # its words name the case, which the asker is not to learn
        raise problems.not_found("This letter") from hidden
    if not may_read(caller, letter):
        raise problems.not_found("This letter")
    return letter


def may_read(caller: Caller, letter: Letter) -> bool:
    """A hospital reads what is addressed to it; the family also what was promised for its child.

    What was taken back before it left was never said to either.
    """
    if letter.status is LetterStatus.CANCELLED and not caller.is_staff:
        return False
    if caller.hospital_code is None:
        return True
    return _addressee(letter) == RecipientRole.HOSPITAL


def _addressee(letter: Letter) -> str | None:
    role: str | None = letter.content.get("recipient", {}).get("role")
    return role
