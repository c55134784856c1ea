"""What of a family's request only the database can check, and the case that it becomes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session

from rules.cases import AttachedDocument
from rules.catalogue.value_added import ValueAdded, services_of, shipped_services
from rules.china_time import shanghai_date
from rules.opening import Opening
from rules.requests.appointment import AppointmentCase, Wish
from rules.requests.arrangement import OnSiteHelpCase, VaccinationCase
from rules.requests.brand import BrandTransferCase
from rules.requests.case import Child, RequestCase
from rules.requests.complaint import ComplaintCase, ComplaintSource
from rules.requests.consultation import ConsultationCase
from rules.requests.data_request import DataRequestCase
from rules.requests.enquiry import EnquiryCase
from rules.vocabulary import DocumentKind, Process
from stores.casework import family_requests
from stores.cover import brands, insured
from stores.cover.insured import InsuredMember
from web import problems
from web.access import Caller
from web.api.bodies import request_bodies as bodies
from web.new_cases.opening import Beginning, Door
from web.new_cases.papers import papers, wrong
from web.new_cases.request_check import PLANNED_WITHIN, insured_child
from web.problems import FieldError

Said = TypeVar("Said", bound=bodies.RequestBody)
Facts = dict[str, Any]

MANDATES = (DocumentKind.MANDATE, DocumentKind.AUTHORIZATION_LETTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One request as it is being checked."""

    session: Session
    caller: Caller
    child: InsuredMember
    received_at: datetime
    documents: tuple[AttachedDocument, ...]
    faults: list[FieldError] = field(default_factory=list)

    def hospital(self, name: str, code: str | None) -> str:
        """The code, where a hospital has it."""
        if code and not insured.hospital_exists(self.session, code):
            self.faults.append(FieldError(name, f"{code} is not the code of a hospital"))
        return code or ""

    def entitled(self, service: ValueAdded) -> bool:
        """Whether the child's plan has the service."""
        if self.child.policy_id is None:
            return False
        return service in services_of(family_requests.plan_code(self.session, self.child.policy_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A request whose every reference stands; ``fields`` are those of its case."""

    case: type[RequestCase]
    fields: Facts


def door(
    process: Process, case: type[RequestCase], facts: Callable[[Asking, Said], Facts]
) -> Door[Said, Checked]:
    """How a request of that process begins; ``facts`` looks up what its own fields name."""

    def checked(
        session: Session, caller: Caller, body: Said, received_at: datetime, case_number: str | None
    ) -> Checked:
        child = insured_child(session, caller, body.member_number, body.policy_number)
        found = papers(session, caller, body.documents, case_number)
        if isinstance(child, FieldError):
            raise problems.invalid(child, *wrong(found))
        documents = tuple(each for each in found if isinstance(each, AttachedDocument))
        asking = Asking(
            session=session, caller=caller, child=child, received_at=received_at, documents=documents
        )
        own = facts(asking, body)
        errors = [*asking.faults, *_day(body, received_at), *wrong(found)]
        if errors:
            raise problems.invalid(*errors)
        return Checked(case=case, fields=_shared(asking, body) | own)

    return Door(process=process, check=checked, start=start)


def start(beginning: Beginning, asked: Checked) -> Opening[Any]:
    """The case as nothing has happened to it."""
    case = asked.case(**beginning.fields, **asked.fields)
    return Opening(case=case, opener=beginning.caller.actor)


def _shared(asking: Asking, body: bodies.RequestBody) -> Facts:
    return {
        "child": Child(member_id=str(asking.child.member_id), policy_id=str(asking.child.policy_id)),
        "language": body.language,
        "words": getattr(body, "words", None) or "",
        "documents": asking.documents,
    }


def _day(body: bodies.RequestBody, received_at: datetime) -> Iterator[FieldError]:
    on, today = getattr(body, "on", None), shanghai_date(received_at)
    if on is not None and on < today:
        yield FieldError("on", f"{on} has passed: name today, {today}, or a later day")
    elif on is not None and on > today + PLANNED_WITHIN:
        yield FieldError("on", f"{on} is more than a year ahead: name an earlier day")


def _appointment(asking: Asking, body: bodies.AppointmentBody) -> Facts:
    ownership = family_requests.ownership(asking.session, body.hospital)
    if ownership is None:
        asking.hospital("hospital", body.hospital)
        return {}
    wish = Wish(
        hospital=body.hospital,
        ownership=ownership,
        department=body.department,
        department_name=body.department_name,
        on=body.on,
        inpatient=body.inpatient,
        expert=body.expert or "",
        in_plan=asking.entitled(ValueAdded.APPOINTMENT),
    )
    missed = family_requests.missed_appointments(asking.session, asking.child.member_id)
    return {"wish": wish, "missed_before": missed}


def _complaint(asking: Asking, body: bodies.ComplaintBody) -> Facts:
    about, child = body.about_case, asking.child.member_id
    if about and not family_requests.case_of_member(asking.session, about, child):
        asking.faults.append(FieldError("about_case", f"{about} is not a case of this child"))
    if body.source is ComplaintSource.REGULATOR and not asking.caller.is_staff:
        asking.faults.append(FieldError("source", "is for staff: leave it out"))
    if body.represented and not any(paper.kind in MANDATES for paper in asking.documents):
        asking.faults.append(FieldError("documents", "hold no mandate: add the guardian's signed mandate"))
    return {
        "subject": body.subject,
        "about_case": about or "",
        "source": body.source,
        "reference": body.reference or "",
        "represented": body.represented,
    }


def _enquiry(_asking: Asking, _body: bodies.EnquiryBody) -> Facts:
    return {}


def _consultation(asking: Asking, _body: bodies.ConsultationBody) -> Facts:
    return {"entitled": asking.entitled(ValueAdded.TELEPHONE_CONSULTATION)}


def _vaccination(asking: Asking, body: bodies.VaccinationBody) -> Facts:
    return {
        "entitled": asking.entitled(ValueAdded.VACCINE_ARRANGEMENT),
        "vaccine": body.vaccine or "",
        "wished_hospital": asking.hospital("hospital", body.hospital),
        "wished_on": body.on,
    }


def _on_site(asking: Asking, body: bodies.OnSiteHelpBody) -> Facts:
    places = shipped_services()[ValueAdded.ON_SITE_HELP].places
    hospital = asking.hospital("hospital", body.hospital)
    if not asking.faults and hospital not in places:
        asking.faults.append(FieldError("hospital", f"has no help: name one of {', '.join(places)}"))
    return {
        "entitled": asking.entitled(ValueAdded.ON_SITE_HELP),
        "wished_hospital": hospital,
        "wished_on": body.on,
        "places": places,
    }


def _transfer(asking: Asking, body: bodies.BrandTransferBody) -> Facts:
    if not brands.exists(asking.session, body.brand):
        asking.faults.append(FieldError("brand", "is no brand of a clinic that is open"))
    assert asking.child.policy_id is not None
    standing = brands.seen(asking.session, asking.child.policy_id, body.benefit)
    return {
        "benefit": body.benefit,
        "locked": standing.locked or "",
        "wanted": body.brand,
        "closed_on": standing.closed_on,
    }


def _data(_asking: Asking, body: bodies.DataRequestBody) -> Facts:
    return {"wanted": body.wanted}


APPOINTMENTS = door(Process.APPOINTMENT, AppointmentCase, _appointment)
COMPLAINTS = door(Process.COMPLAINT, ComplaintCase, _complaint)
ENQUIRIES = door(Process.ENQUIRY, EnquiryCase, _enquiry)
CONSULTATIONS = door(Process.TELEPHONE_CONSULTATION, ConsultationCase, _consultation)
VACCINATIONS = door(Process.VACCINE_ARRANGEMENT, VaccinationCase, _vaccination)
ON_SITE_HELP = door(Process.ON_SITE_HELP, OnSiteHelpCase, _on_site)
DATA_REQUESTS = door(Process.DATA_REQUEST, DataRequestCase, _data)
BRAND_TRANSFERS = door(Process.BRAND_TRANSFER, BrandTransferCase, _transfer)
