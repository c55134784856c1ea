"""`/house`: the people who work here, their roles and accounts, as an administrator keeps them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.administration import role_fault
from rules.china_time import shanghai_date
from rules.permissions import Action, may
from rules.roles import STAFF_ROLES, Role
from stores.house import house_changes, staff_changes
from stores.house.staff_changes import AccountTakenError, LastAdministratorError, Person
from web import problems
from web.access import Caller, Permission
from web.api.bodies.house_bodies import NewPersonBody, PersonBody
from web.backend import Backend, Uses
from web.forms.drawn import Plan
from web.forms.entry import Sent
from web.forms.page import Wrong
from web.house.house_frame import entered, fault, form, house_page, names_behind
from web.problems import ProblemError

router = APIRouter(prefix="/house", include_in_schema=False, default_response_class=HTMLResponse)

ROLES = Plan(choices={"roles": tuple((role.value, "") for role in Role if role in STAFF_ROLES)})
Reads = Annotated[Caller, Depends(Permission(Action.READ_HOUSE))]
Keeps = Annotated[Caller, Depends(Permission(Action.MANAGE_PEOPLE))]


@router.get("")
def show_people(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Everybody who works here, and who has left."""
    with backend.session() as session:
        people = staff_changes.everyone(session)
        on = shanghai_date(backend.clock.wall())
        return house_page(request, caller, "people.html", people=people, today=on, keeps=keeps(caller))


@router.get("/people/new")
def show_new_person(request: Request, caller: Keeps, backend: Uses) -> HTMLResponse:
    """An empty form."""
    return _new_page(request, caller, backend)


@router.post("/people/new")
async def create_person(request: Request, caller: Keeps, backend: Uses) -> Response:
    """Take somebody in; the password is shown this once, and its owner sets another at the first sign-in."""
    sent, body = await entered(request, backend, caller, NewPersonBody)
    if not isinstance(body, Wrong):
        return await run_in_threadpool(_create, request, caller, backend, sent, body)
    return await run_in_threadpool(_new_page, request, caller, backend, sent, body)


@router.get("/people/{staff_id}")
def show_person(request: Request, staff_id: UUID, caller: Reads, backend: Uses) -> HTMLResponse:
    """One person, what they hold, and what was done to it."""
    return person_page(request, caller, backend, staff_id)


@router.post("/people/{staff_id}")
async def change_person(request: Request, staff_id: UUID, caller: Keeps, backend: Uses) -> Response:
    """Enter what is now true of a person; a role that is taken away counts at the person's next request."""
    not_oneself(caller, f"staff:{staff_id}")
    sent, body = await entered(request, backend, caller, PersonBody)
    if isinstance(body, Wrong):
        return await run_in_threadpool(person_page, request, caller, backend, staff_id, sent=sent, wrong=body)
    return await run_in_threadpool(_change, request, caller, backend, staff_id, sent, body)


@router.post("/people/{staff_id}/close")
def close_person(staff_id: UUID, caller: Keeps, backend: Uses) -> Response:
    """Let somebody go: accounts, sessions and tokens end at once."""
    not_oneself(caller, f"staff:{staff_id}")
    at = backend.clock.wall()
    with backend.session() as session:
        try:
            staff_changes.close(session, caller.reference, _person(session, staff_id), shanghai_date(at), at)
        except LastAdministratorError:
            raise ProblemError(
                problems.NOT_NOW, "This is the last administrator: make another one first."
            ) from None
    return RedirectResponse(f"/house/people/{staff_id}?done=closed", 303)


@router.post("/people/{staff_id}/reopen")
def reopen_person(staff_id: UUID, caller: Keeps, backend: Uses) -> Response:
    """Take somebody back; a new password opens the account."""
    with backend.session() as session:
        staff_changes.reopen(session, caller.reference, _person(session, staff_id))
    return RedirectResponse(f"/house/people/{staff_id}?done=reopened", 303)


def keeps(caller: Caller) -> bool:
    """Whether the caller may change people; others of the house look on."""
    return may(caller.actor, Action.MANAGE_PEOPLE, caller.relation).allowed


def not_oneself(caller: Caller, reference: str) -> None:
    """Refuse what an administrator would do to the own roles and accounts."""
    if caller.reference == reference:
        raise ProblemError(
            problems.FORBIDDEN, "Another administrator changes your own entry; your password is on /security."
        )


def person_page(
    request: Request,
    caller: Caller,
    backend: Backend,
    staff_id: UUID,
    *,
    sent: Sent | None = None,
    wrong: Wrong | None = None,
    password: str = "",
) -> HTMLResponse:
    """A person's page; ``password`` is told this once."""
    with backend.session() as session:
        person = _person(session, staff_id, lock=False)
        changes = house_changes.newest(session, subject=person.reference, limit=20)
        return house_page(
            request,
            caller,
            "person.html",
            422 if wrong else 200,
            person=person,
            form=form(PersonBody, _facts(person), sent, wrong, ROLES),
            changes=changes,
            names=names_behind(session, changes),
            teams=staff_changes.teams(session),
            today=shanghai_date(backend.clock.wall()),
            keeps=keeps(caller) and caller.reference != person.reference,
            done=request.query_params.get("done", ""),
            password=password,
        )


def _create(
    request: Request, caller: Caller, backend: Backend, sent: Sent, body: NewPersonBody
) -> HTMLResponse:
    if wrong := _roles_wrong(request, body):
        return _new_page(request, caller, backend, sent, wrong)
    try:
        with backend.session() as session:
            person, password = staff_changes.create(
                session, caller.reference, body.sign_in_name, body.facts(), backend.clock.wall()
            )
            staff_id = person.row.id
    except AccountTakenError:
        return _new_page(request, caller, backend, sent, fault(request, "sign_in_name", "TAKEN"))
    return person_page(request, caller, backend, staff_id, password=password)


def _change(
    request: Request, caller: Caller, backend: Backend, staff_id: UUID, sent: Sent, body: PersonBody
) -> Response:
    if wrong := _roles_wrong(request, body):
        return person_page(request, caller, backend, staff_id, sent=sent, wrong=wrong)
    try:
        with backend.session() as session:
            person = _person(session, staff_id)
            on = shanghai_date(backend.clock.wall())
            staff_changes.change(session, caller.reference, person, body.facts(), on)
    except LastAdministratorError:
        last = fault(request, "roles", "LAST_ADMINISTRATOR")
        return person_page(request, caller, backend, staff_id, sent=sent, wrong=last)
    return RedirectResponse(f"/house/people/{staff_id}?done=changed", 303)


def _roles_wrong(request: Request, body: PersonBody) -> Wrong | None:
    found = role_fault(body.roles)
    return fault(request, "roles", found) if found else None


def _facts(person: Person) -> dict[str, object]:
    row = person.row
    return {
        "full_name": row.name,
        "email": row.email,
        "team": row.team,
        "on_call": row.on_call or None,
        "roles": [role.value for role in person.roles],
    }


def _person(session: Session, staff_id: UUID, *, lock: bool = True) -> Person:
    found = staff_changes.find(session, staff_id, lock=lock)
    if found is None:
        raise problems.not_found("This person")
    return found


def _new_page(
    request: Request, caller: Caller, backend: Backend, sent: Sent | None = None, wrong: Wrong | None = None
) -> HTMLResponse:
    with backend.session() as session:
        teams = staff_changes.teams(session)
    shown = form(NewPersonBody, None, sent, wrong, ROLES)
    return house_page(request, caller, "person_new.html", 422 if wrong else 200, form=shown, teams=teams)
