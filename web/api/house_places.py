"""`/api/v1/house/hospitals` and `/insurers`: places of care with the days of their networks, and who pays."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from fastapi import Body as Sent
from sqlmodel import Session

from models.hospital import Hospital
from rules.permissions import Action
from rules.vocabulary import PrincipalKind
from stores.house import account_changes, places
from stores.house.places import MembershipOverlapError, Term
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Code, Name
from web.api.bodies.house_bodies import (
    AccountBody,
    HospitalBody,
    InsurerFacts,
    MembershipBody,
    MembershipEndBody,
    NewHospitalBody,
)
from web.api.house_people import account_view
from web.api.views.house_views import (
    HospitalsView,
    HospitalView,
    InsurersView,
    InsurerView,
    ListedHospitalView,
    MembershipView,
    OneHospitalView,
    PasswordView,
)
from web.backend import Uses
from web.problems import FieldError

router = APIRouter(prefix="/api/v1/house", tags=["House"])

Reads = Annotated[Caller, Depends(Permission(Action.READ_HOUSE))]
Keeps = Annotated[Caller, Depends(Permission(Action.MANAGE_PLACES))]
KeepsDoors = Annotated[Caller, Depends(Permission(Action.MANAGE_PEOPLE))]
Place = Annotated[Code, Path(alias="hospital", examples=["RENAI-SH"])]
Find = Annotated[Name | None, Query(description="Part of a code, name or city", examples=["上海"])]

_FACTS: dict[str, Any] = {
    "name": "仁爱儿科门诊部",
    "name_en": "Ren'ai Children's Clinic",
    "brand": "RENAI",
    "city": "上海",
    "address": "徐汇区肇嘉浜路 1 号",
    "ownership": "PRIVATE",
    "departments": ["GENERAL"],
    "phone": "021-5550-0199",
    "email": "claims@renai.example.com",
    "hours": "09:00-18:00",
}
ENTERED = {"clinic": {"value": _FACTS}}
NEW = {"clinic": {"value": {**_FACTS, "code": "RENAI-SH"}}}
JOINING = {
    "direct": {"value": {"network_list": "GYX-2025", "kind": "DIRECT_BILLING", "from_on": "2027-01-01"}}
}
ENDING = {"end": {"value": {"to_on": "2027-12-31"}}}
DOOR = {"desk": {"value": {"sign_in_name": "desk.renai-sh"}}}
INSURER = {
    "insurer": {"value": {"name": "新域健康保险", "name_en": "Xinyu Health", "hotline": "400-555-0199"}}
}

_TWICE = "the hospital is on this list on one of these days already"
_BEFORE = "lies before the first day"


@router.get("/hospitals", operation_id="listHospitals", summary="Read hospitals")
def list_hospitals(_caller: Reads, backend: Uses, find: Find = None) -> HospitalsView:
    """With what they are to plans today."""
    with backend.session() as session:
        found = places.hospitals(session, backend.clock.today(), find or "")
        return HospitalsView(
            hospitals=tuple(
                ListedHospitalView(**_facts(each.row), networks=dict(each.kinds)) for each in found
            )
        )


@router.post("/hospitals", operation_id="takeHospitalIn", summary="Take a hospital in", status_code=201)
def take_hospital_in(
    body: Annotated[NewHospitalBody, Sent(openapi_examples=NEW)], caller: Keeps, backend: Uses
) -> OneHospitalView:
    """On no list yet. A code that is taken is refused, so that no place is there twice."""
    with backend.session() as session:
        if places.hospital(session, body.code) is not None:
            raise problems.invalid(FieldError("code", "is taken: choose another"))
        places.save_hospital(session, caller.reference, body.code, body.facts())
        return _whole(session, body.code)


@router.get("/hospitals/{hospital}", operation_id="getHospital", summary="Read one hospital")
def get_hospital(code: Place, _caller: Reads, backend: Uses) -> OneHospitalView:
    """What it is, its lists with their days, and who signs in for it."""
    with backend.session() as session:
        return _whole(session, code)


@router.put(
    "/hospitals/{hospital}", operation_id="changeHospital", summary="Enter what is now true of a hospital"
)
def change_hospital(
    code: Place,
    body: Annotated[HospitalBody, Sent(openapi_examples=ENTERED)],
    caller: Keeps,
    backend: Uses,
) -> OneHospitalView:
    """What is left out is empty from now on."""
    with backend.session() as session:
        _require(session, code)
        places.save_hospital(session, caller.reference, code, body.facts())
        return _whole(session, code)


@router.post(
    "/hospitals/{hospital}/networks",
    operation_id="addMembership",
    summary="Put a hospital on a list",
    status_code=201,
)
def add_membership(
    code: Place,
    body: Annotated[MembershipBody, Sent(openapi_examples=JOINING)],
    caller: Keeps,
    backend: Uses,
) -> OneHospitalView:
    """From a day on; the same membership never holds twice on one day."""
    if body.to_on and body.to_on < body.from_on:
        raise problems.invalid(FieldError("to_on", _BEFORE))
    with backend.session() as session:
        _require(session, code)
        try:
            places.add_membership(session, caller.reference, code, Term(**body.model_dump()))
        except MembershipOverlapError:
            raise problems.invalid(FieldError("from_on", _TWICE)) from None
        return _whole(session, code)


@router.post(
    "/hospitals/{hospital}/networks/{membership_id}/end",
    operation_id="endMembership",
    summary="Let a membership end",
)
def end_membership(
    code: Place,
    membership_id: Annotated[UUID, Path(examples=["7f4e2d10-6b3a-4c58-9e21-0a9d8c7b6e5f"])],
    body: Annotated[MembershipEndBody, Sent(openapi_examples=ENDING)],
    caller: Keeps,
    backend: Uses,
) -> OneHospitalView:
    """With a day, earlier or later than before."""
    with backend.session() as session:
        _require(session, code)
        try:
            known = places.end_membership(session, caller.reference, code, membership_id, body.to_on)
        except MembershipOverlapError:
            raise problems.invalid(FieldError("to_on", _TWICE)) from None
        except ValueError:
            raise problems.invalid(FieldError("to_on", _BEFORE)) from None
        if not known:
            raise problems.not_found("This membership")
        return _whole(session, code)


@router.post(
    "/hospitals/{hospital}/accounts",
    operation_id="makeDeskAccount",
    summary="Let one more clerk of a hospital sign in",
    status_code=201,
)
def make_desk_account(
    code: Place,
    body: Annotated[AccountBody, Sent(openapi_examples=DOOR)],
    caller: KeepsDoors,
    backend: Uses,
) -> PasswordView:
    """With a one-time password."""
    who = PrincipalKind.HOSPITAL, code
    with backend.session() as session:
        _require(session, code)
        try:
            fresh = account_changes.make(
                session, caller.reference, *who, body.sign_in_name, backend.clock.wall()
            )
        except ValueError:
            raise problems.invalid(FieldError("sign_in_name", "is taken: choose another")) from None
        made = account_changes.of_principal(session, *who)
        account = next(each for each in made if each.name == body.sign_in_name)
        return PasswordView(account=account_view(account), password=fresh)


@router.get("/insurers", operation_id="listInsurers", summary="Read insurers")
def list_insurers(_caller: Reads, backend: Uses) -> InsurersView:
    """By name, each with the number of its policies."""
    with backend.session() as session:
        return _insurers(session)


@router.put("/insurers/{insurer}", operation_id="saveInsurer", summary="Enter what is now true of an insurer")
def save_insurer(
    code: Annotated[Code, Path(alias="insurer", examples=["XINYU"])],
    body: Annotated[InsurerFacts, Sent(openapi_examples=INSURER)],
    caller: Keeps,
    backend: Uses,
) -> InsurersView:
    """A code that is new takes one in; what is left out is empty from now on."""
    with backend.session() as session:
        places.save_insurer(session, caller.reference, code, body.model_dump())
        session.flush()
        return _insurers(session)


def _insurers(session: Session) -> InsurersView:
    return InsurersView(
        insurers=tuple(
            InsurerView(**row.model_dump(), policies=policies) for row, policies in places.insurers(session)
        )
    )


def _require(session: Session, code: str) -> Hospital:
    row = places.hospital(session, code)
    if row is None:
        raise problems.not_found("This hospital")
    return row


def _facts(row: Hospital) -> dict[str, Any]:
    return {name: getattr(row, name) for name in HospitalView.model_fields}


def _whole(session: Session, code: str) -> OneHospitalView:
    row = _require(session, code)
    accounts = account_changes.of_principal(session, PrincipalKind.HOSPITAL, code)
    return OneHospitalView(
        **_facts(row),
        memberships=tuple(MembershipView.model_validate(each) for each in places.memberships(session, code)),
        accounts=tuple(account_view(each) for each in accounts),
    )
