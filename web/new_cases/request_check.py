"""What of a request only the database and the calendar can check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from rules.cases import AttachedDocument
from rules.china_time import shanghai_date
from rules.opening import Opening
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import TreatmentRequest
from stores.cover import insured
from stores.cover.insured import InsuredMember
from web import problems
from web.access import Caller
from web.api.bodies.preauthorization_body import PreauthorizationBody
from web.new_cases.opening import Beginning
from web.new_cases.papers import papers, wrong
from web.problems import FieldError

PLANNED_WITHIN = timedelta(days=366)
"""A policy lasts a year: nothing later can be promised."""

ADMITTED_WITHIN = timedelta(days=366)

NOT_INSURED = "No child is insured under this member number and policy number: check both on the card."
"""Said alike for a child that is not known and for one that is not the caller's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A request whose every reference stands."""

    request: TreatmentRequest
    documents: tuple[AttachedDocument, ...]


def checked(
    session: Session,
    caller: Caller,
    body: PreauthorizationBody,
    received_at: datetime,
    case_number: str | None,
) -> Checked:
    """The request as a case takes it; ProblemError names every field that is wrong."""
    hospital = asked_hospital(session, caller, body.hospital)
    child = insured_child(session, caller, body.member_number, body.policy_number)
    documents = papers(session, caller, body.documents, case_number)
    errors = [*wrong((child, hospital)), *_days(body, received_at), *_estimate(body), *wrong(documents)]
    if errors or isinstance(child, FieldError) or isinstance(hospital, FieldError):
        raise problems.invalid(*errors)
    return Checked(
        request=treatment_request(body, child, hospital),
        documents=tuple(each for each in documents if isinstance(each, AttachedDocument)),
    )


def start(beginning: Beginning, asked: Checked) -> Opening[PreAuthorizationCase]:
    """The case as nothing has happened to it."""
    case = PreAuthorizationCase(
        **beginning.fields,
        language=asked.request.language,
        request=asked.request,
        documents=asked.documents,
    )
    return Opening(case=case, opener=beginning.caller.actor)


def asked_hospital(session: Session, caller: Caller, named: str | None) -> str | FieldError:
    """The code of the hospital that is asked about; a hospital desk asks about its own."""
    own = caller.hospital_code
    code = named or own
    if code is None:
        return FieldError("hospital", "is missing: name the hospital by its code")
    if own is not None and code != own:
        return FieldError("hospital", "is not yours: a hospital desk asks for its own, so leave it out")
    if not insured.hospital_exists(session, code):
        return FieldError("hospital", f"{code} is not the code of a hospital")
    return code


def insured_child(
    session: Session, caller: Caller, member_number: str, policy_number: str
) -> InsuredMember | FieldError:
    """The child with its policy, where the caller may ask about it and the numbers fit together."""
    found = insured.find_insured(session, member_number, policy_number)
    if found is None:
        return FieldError("member_number", NOT_INSURED)
    guardian = caller.guardian_id
    if guardian is not None and not insured.is_guardian(session, guardian, found.member_id):
        return FieldError("member_number", NOT_INSURED)
    if found.policy_id is None and caller.hospital_code is not None:
        return FieldError("member_number", NOT_INSURED)
    if found.policy_id is None:
        return FieldError("policy_number", "does not insure this child: check the number")
    return found


def _days(body: PreauthorizationBody, received_at: datetime) -> Iterator[FieldError]:
    today = shanghai_date(received_at)
    if body.planned_on > today + PLANNED_WITHIN:
        yield FieldError("planned_on", f"{body.planned_on} is more than a year ahead: ask nearer to the day")
    if body.emergency:
        yield from _admission(body, received_at)
        return
    if body.admitted_at is not None:
        yield FieldError("admitted_at", "is for emergencies only: set emergency, or leave it out")
    if body.planned_on < today:
        yield FieldError("planned_on", f"{body.planned_on} has passed: name today, {today}, or a later day")


def _admission(body: PreauthorizationBody, received_at: datetime) -> Iterator[FieldError]:
    if body.admitted_at is None:
        yield FieldError("admitted_at", "is missing: say when the emergency was admitted")
    elif body.admitted_at > received_at:
        yield FieldError("admitted_at", "lies in the future: say when the child was admitted")
    elif body.admitted_at < received_at - ADMITTED_WITHIN:
        yield FieldError("admitted_at", "lies more than a year back: ask for reimbursement instead")
    elif body.planned_on < shanghai_date(body.admitted_at):
        yield FieldError(
            "planned_on", f"{body.planned_on} is before the admission: name its day or a later one"
        )


def _estimate(body: PreauthorizationBody) -> Iterator[FieldError]:
    if not any(item.amount for item in body.items):
        yield FieldError("items", "come to 0.00: say what the treatment will cost")


def treatment_request(body: PreauthorizationBody, child: InsuredMember, hospital: str) -> TreatmentRequest:
    """The care that is asked for, with the child and its policy as rows."""
    return TreatmentRequest(
        member_id=str(child.member_id),
        policy_id=str(child.policy_id),
        hospital_id=hospital,
        department=body.department,
        department_name=body.department_name,
        encounter=body.encounter,
        kind=body.kind,
        special_treatments=body.special_treatments,
        diagnoses=tuple(each.coded() for each in body.diagnoses),
        procedures=tuple(each.coded() for each in body.procedures),
        treatment=body.treatment,
        planned_on=body.planned_on,
        expected_days=body.expected_days,
        room_class=body.room_class,
        items=tuple(item.estimated() for item in body.items),
        doctor_name=body.doctor_name,
        doctor_contact=body.doctor_contact,
        emergency=body.emergency,
        admitted_at=body.admitted_at,
        language=body.language,
    )
