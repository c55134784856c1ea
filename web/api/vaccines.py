"""`/api/v1/members/{member_number}/vaccine-doses`: which dose is due when, and what came of it (R-015)."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends
from sqlmodel import Session

from models.member import Member
from rules.catalogue.vaccines import shipped_doses
from rules.permissions import Action
from rules.vocabulary import DoseState
from stores.cover import vaccines
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, View
from web.api.consents import MemberNumber
from web.backend import Uses
from web.families.members import known_member
from web.problems import FieldError

router = APIRouter(prefix="/api/v1/members", tags=["Families"])

EXAMPLE = {"dose": "MMR-1", "state": "GIVEN"}


class DoseBody(Sent):
    """What the family says of a dose."""

    dose: Code
    state: Literal[DoseState.GIVEN, DoseState.DECLINED]
    """One that is not wanted ends the reminders of its series."""


class DoseView(View):
    """One dose of the national program for this child; ``state`` is null where nothing is known."""

    dose: str
    name: str
    name_en: str
    due_on: date
    state: DoseState | None


@router.get(
    "/{member_number}/vaccine-doses", operation_id="listDoses", summary="Read which vaccine is due when"
)
def list_doses(
    member_number: MemberNumber,
    caller: Annotated[Caller, Depends(Permission(Action.READ_SERVICES))],
    backend: Uses,
) -> tuple[DoseView, ...]:
    """By month of age. The family is reminded of each dose once, if it consented to reminders."""
    with backend.session() as session:
        return _doses(session, known_member(session, caller, member_number, Action.READ_SERVICES))


@router.post(
    "/{member_number}/vaccine-doses",
    operation_id="tellDose",
    summary="Say what came of a dose",
)
def tell_dose(
    member_number: MemberNumber,
    body: Annotated[DoseBody, Body(openapi_examples={"given": {"value": EXAMPLE}})],
    caller: Annotated[Caller, Depends(Permission(Action.ANSWER_REMINDER))],
    backend: Uses,
) -> tuple[DoseView, ...]:
    """Then no reminder is sent for it; a reminder that was sent is answered on its own case."""
    if body.dose not in shipped_doses():
        raise problems.invalid(FieldError("dose", f"is none: name one of {', '.join(shipped_doses())}"))
    with backend.session() as session:
        member_id = known_member(session, caller, member_number, Action.ANSWER_REMINDER)
        vaccines.say(session, member_id, body.dose, body.state, at=backend.clock.now())
        return _doses(session, member_id)


def _doses(session: Session, member_id: object) -> tuple[DoseView, ...]:
    child = session.get_one(Member, member_id)
    known = vaccines.known(session, child.id)
    return tuple(
        DoseView(
            dose=code,
            name=dose.name.zh,
            name_en=dose.name.en,
            due_on=dose.due_on(child.born_on),
            state=known.get(code),
        )
        for code, dose in shipped_doses().items()
    )
