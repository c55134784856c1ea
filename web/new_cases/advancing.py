"""What of a request for an advance only the database can check, and the case that it becomes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from rules.advances.case import AdvanceCase
from rules.advances.values import Circumstances
from rules.cases import AttachedDocument
from rules.china_time import shanghai_date
from rules.opening import Opening
from rules.preauthorization.values import TreatmentRequest
from stores.casework.claim_files import household
from stores.cover.insured import InsuredMember
from web import problems
from web.access import Caller
from web.api.bodies.advance_body import AdvanceBody
from web.new_cases.opening import Beginning
from web.new_cases.papers import papers, wrong
from web.new_cases.request_check import PLANNED_WITHIN, asked_hospital, insured_child, treatment_request
from web.problems import FieldError

ADMITTED_WITHIN = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A request whose every reference stands."""

    request: TreatmentRequest
    circumstances: Circumstances
    documents: tuple[AttachedDocument, ...]


def checked(
    session: Session,
    caller: Caller,
    body: AdvanceBody,
    received_at: datetime,
    case_number: str | None,
) -> Checked:
    """The request as a case takes it; ProblemError names every field that is wrong."""
    hospital = asked_hospital(session, caller, body.hospital)
    child = insured_child(session, caller, body.member_number, body.policy_number)
    documents = papers(session, caller, body.documents, case_number)
    errors = [*wrong((child, hospital)), *_day(body, received_at), *_cost(body), *wrong(documents)]
    if errors or isinstance(child, FieldError) or isinstance(hospital, FieldError):
        raise problems.invalid(*errors)
    return Checked(
        request=treatment_request(body, child, hospital),
        circumstances=_circumstances(session, caller, body, child),
        documents=tuple(each for each in documents if isinstance(each, AttachedDocument)),
    )


def start(beginning: Beginning, asked: Checked) -> Opening[AdvanceCase]:
    """The case as nothing has happened to it."""
    case = AdvanceCase(
        **beginning.fields,
        language=asked.request.language,
        request=asked.request,
        circumstances=asked.circumstances,
        documents=asked.documents,
    )
    return Opening(case=case, opener=beginning.caller.actor)


def _day(body: AdvanceBody, received_at: datetime) -> list[FieldError]:
    """A stay that is planned or has begun; one of long ago is over."""
    today = shanghai_date(received_at)
    if not today - ADMITTED_WITHIN <= body.planned_on <= today + PLANNED_WITHIN:
        return [FieldError("planned_on", f"{body.planned_on} is more than a year away: name the admission")]
    return []


def _cost(body: AdvanceBody) -> list[FieldError]:
    if any(item.amount for item in body.items):
        return []
    return [FieldError("items", "come to 0.00: say what the stay will cost")]


def _circumstances(
    session: Session, caller: Caller, body: AdvanceBody, child: InsuredMember
) -> Circumstances:
    """The guardian who asks, else the child's primary one, signs and refunds (L-28)."""
    said = body.circumstances
    return Circumstances(
        guardian_id=household(session, child.member_id, caller.reference).guardian_id,
        deposit=said.deposit,
        third_party=said.third_party,
        litigation=said.litigation,
        real_time_settlement=said.real_time_settlement,
        file_at_discharge=said.file_at_discharge,
    )
