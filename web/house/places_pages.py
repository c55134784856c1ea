"""`/house/hospitals`: places of care, the days of their networks, and who signs in for them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.hospital import Hospital
from rules.permissions import Action, may
from rules.vocabulary import PrincipalKind
from stores.house import account_changes, house_changes, places
from stores.house.places import MembershipOverlapError, Term
from web import problems
from web.access import Caller, Permission
from web.api.bodies.house_bodies import (
    AccountBody,
    HospitalBody,
    MembershipBody,
    MembershipEndBody,
    NewHospitalBody,
)
from web.backend import Backend, Uses
from web.forms.entry import Sent
from web.forms.page import Wrong
from web.house.house_frame import entered, fault, form, house_page, names_behind

router = APIRouter(prefix="/house", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_HOUSE))]
Keeps = Annotated[Caller, Depends(Permission(Action.MANAGE_PLACES))]
KeepsDoors = Annotated[Caller, Depends(Permission(Action.MANAGE_PEOPLE))]
Said = Annotated[str, Query(max_length=100)]
Code = Annotated[str, Path(alias="hospital", max_length=64)]


@router.get("/hospitals")
def show_hospitals(request: Request, caller: Reads, backend: Uses, find: Said = "") -> HTMLResponse:
    """Hospitals with what they are to plans today."""
    said = find.replace("\0", "").strip()
    with backend.session() as session:
        found = places.hospitals(session, backend.clock.today(), said)
        return house_page(request, caller, "hospitals.html", found=found, find=said, keeps=keeps(caller))


@router.get("/hospitals/new")
def show_new_hospital(request: Request, caller: Keeps) -> HTMLResponse:
    """An empty form."""
    return house_page(request, caller, "hospital_new.html", form=form(NewHospitalBody))


@router.post("/hospitals/new")
async def create_hospital(request: Request, caller: Keeps, backend: Uses) -> Response:
    """Take a hospital in, on no list yet."""
    sent, body = await entered(request, backend, caller, NewHospitalBody)
    return await run_in_threadpool(_create, request, caller, backend, sent, body)


@router.get("/hospitals/{hospital}")
def show_hospital(request: Request, code: Code, caller: Reads, backend: Uses) -> HTMLResponse:
    """A hospital: what it is, its lists with their days, and who signs in for it."""
    return hospital_page(request, caller, backend, code)


@router.post("/hospitals/{hospital}")
async def change_hospital(request: Request, code: Code, caller: Keeps, backend: Uses) -> Response:
    """Enter what is now true of a hospital."""
    sent, body = await entered(request, backend, caller, HospitalBody)
    return await run_in_threadpool(_change, request, caller, backend, code, sent, body)


@router.post("/hospitals/{hospital}/networks")
async def add_membership(request: Request, code: Code, caller: Keeps, backend: Uses) -> Response:
    """Put the hospital on a list from a day on."""
    sent, body = await entered(request, backend, caller, MembershipBody)
    return await run_in_threadpool(_add, request, caller, backend, code, sent, body)


@router.post("/hospitals/{hospital}/networks/{membership_id}/end")
async def end_membership(
    request: Request, code: Code, membership_id: UUID, caller: Keeps, backend: Uses
) -> Response:
    """Let a membership end with a day."""
    _, body = await entered(request, backend, caller, MembershipEndBody)
    return await run_in_threadpool(_end, request, caller, backend, code, membership_id, body)


@router.post("/hospitals/{hospital}/accounts")
async def make_desk_account(request: Request, code: Code, caller: KeepsDoors, backend: Uses) -> Response:
    """Let one more clerk of the hospital sign in; the password is shown this once."""
    sent, body = await entered(request, backend, caller, AccountBody)
    return await run_in_threadpool(_desk_account, request, caller, backend, code, sent, body)


def keeps(caller: Caller) -> bool:
    """Whether the caller may change places; others of the house look on."""
    return may(caller.actor, Action.MANAGE_PLACES, caller.relation).allowed


def hospital_page(
    request: Request,
    caller: Caller,
    backend: Backend,
    code: str,
    *,
    about: tuple[str, Sent, Wrong] | None = None,
    password: str = "",
) -> HTMLResponse:
    """A hospital's page; ``about`` names the form that was wrong, what was sent and what is wrong with it."""
    which, sent, wrong = about or ("", None, None)

    def again(name: str) -> tuple[Sent | None, Wrong | None]:
        return (sent, wrong) if name == which else (None, None)

    with backend.session() as session:
        row = places.hospital(session, code)
        if row is None:
            raise problems.not_found("This hospital")
        changes = house_changes.newest(session, subject=f"hospital:{code}", limit=20)
        return house_page(
            request,
            caller,
            "hospital.html",
            422 if wrong else 200,
            row=row,
            wrong=wrong.errors if wrong else {},
            memberships=places.memberships(session, code),
            lists=places.network_lists(session),
            accounts=account_changes.of_principal(session, PrincipalKind.HOSPITAL, code),
            form=form(HospitalBody, _facts(row), *again("hospital")),
            joining=form(MembershipBody, None, *again("joining")),
            door=form(AccountBody, None, *again("door")),
            changes=changes,
            names=names_behind(session, changes),
            today=backend.clock.today(),
            keeps=keeps(caller),
            done=request.query_params.get("done", ""),
            password=password,
        )


def _create(
    request: Request, caller: Caller, backend: Backend, sent: Sent, body: NewHospitalBody | Wrong
) -> Response:
    if not isinstance(body, Wrong):
        with backend.session() as session:
            if places.hospital(session, body.code) is None:
                places.save_hospital(session, caller.reference, body.code, body.facts())
                return RedirectResponse(f"/house/hospitals/{body.code}?done=saved", 303)
        body = fault(request, "code", "TAKEN")
    return house_page(request, caller, "hospital_new.html", 422, form=form(NewHospitalBody, None, sent, body))


def _change(
    request: Request, caller: Caller, backend: Backend, code: str, sent: Sent, body: HospitalBody | Wrong
) -> Response:
    if isinstance(body, Wrong):
        return hospital_page(request, caller, backend, code, about=("hospital", sent, body))
    with backend.session() as session:
        _require(places.hospital(session, code))
        places.save_hospital(session, caller.reference, code, body.facts())
    return RedirectResponse(f"/house/hospitals/{code}?done=saved", 303)


def _add(
    request: Request, caller: Caller, backend: Backend, code: str, sent: Sent, body: MembershipBody | Wrong
) -> Response:
    if not isinstance(body, Wrong):
        try:
            return _added(caller, backend, code, body)
        except MembershipOverlapError:
            body = fault(request, "from_on", "OVERLAP")
        except ValueError:
            body = fault(request, "to_on", "BEFORE")
    return hospital_page(request, caller, backend, code, about=("joining", sent, body))


def _added(caller: Caller, backend: Backend, code: str, body: MembershipBody) -> Response:
    if body.to_on and body.to_on < body.from_on:
        raise ValueError(f"{body.to_on} lies before {body.from_on}")
    with backend.session() as session:
        _require(places.hospital(session, code))
        places.add_membership(session, caller.reference, code, Term(**body.model_dump()))
    return RedirectResponse(f"/house/hospitals/{code}?done=joined#networks", 303)


def _end(
    request: Request,
    caller: Caller,
    backend: Backend,
    code: str,
    membership_id: UUID,
    body: MembershipEndBody | Wrong,
) -> Response:
    wrong = body if isinstance(body, Wrong) else None
    if not isinstance(body, Wrong):
        try:
            with backend.session() as session:
                known = places.end_membership(session, caller.reference, code, membership_id, body.to_on)
        except MembershipOverlapError:
            wrong = fault(request, "to_on", "OVERLAP")
        except ValueError:
            wrong = fault(request, "to_on", "BEFORE")
        else:
            _require(known or None)
    if wrong:
        return hospital_page(request, caller, backend, code, about=("ending", Sent(), wrong))
    return RedirectResponse(f"/house/hospitals/{code}?done=ended#networks", 303)


def _desk_account(
    request: Request, caller: Caller, backend: Backend, code: str, sent: Sent, body: AccountBody | Wrong
) -> Response:
    if not isinstance(body, Wrong):
        try:
            with backend.session() as session:
                _require(places.hospital(session, code))
                fresh = account_changes.make(
                    session,
                    caller.reference,
                    PrincipalKind.HOSPITAL,
                    code,
                    body.sign_in_name,
                    backend.clock.wall(),
                )
            return hospital_page(request, caller, backend, code, password=fresh)
        except ValueError:
            body = fault(request, "sign_in_name", "TAKEN")
    return hospital_page(request, caller, backend, code, about=("door", sent, body))


def _require(found: object) -> None:
    if found is None:
        raise problems.not_found("This hospital or membership")


def _facts(row: Hospital) -> dict[str, object]:
    return {name: getattr(row, name) for name in HospitalBody.model_fields}
