"""What of a desk's request only the database can check."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from rules.cases import AttachedDocument
from rules.china_time import shanghai_date
from rules.claims.case import ClaimSubject
from rules.consents import missing
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.eligibility import eligibility, not_insured, unconsented
from rules.direct_billing.values import Eligibility, VisitRequest
from rules.opening import Opening
from rules.permissions import Action
from rules.preauthorization.values import Coded
from rules.vocabulary import EncounterType, Language, Process
from stores.cover import desk
from stores.cover.desk import Letter
from stores.cover.insured import InsuredMember
from stores.trust import access_log, consents
from web import problems
from web.access import Caller
from web.api.bodies.visit_body import AdmissionBody, CardBody, EligibilityBody, VisitBody
from web.backend import Backend
from web.new_cases.opening import Beginning
from web.new_cases.papers import papers, wrong
from web.new_cases.request_check import asked_hospital
from web.problems import FieldError

NO_SUCH_CARD = "No child has this card and identity document: check both with the family."
NO_SUCH_LETTER = "is not the number of a letter that this hospital holds: check it on the letter"
ADMITTED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A visit whose every reference stands."""

    visit: VisitRequest
    language: Language
    documents: tuple[AttachedDocument, ...]


def answer(backend: Backend, caller: Caller, body: EligibilityBody) -> Eligibility:
    """What the desk is told; in one read transaction, and the look is logged."""
    with backend.session() as session:
        hospital = asked_hospital(session, caller, body.hospital)
        if isinstance(hospital, FieldError):
            raise problems.invalid(hospital)
        child = _child(session, body)
        access_log.write(
            session,
            caller.actor,
            Action.CHECK_ELIGIBILITY,
            subject=str(child.member_id) if child else None,
            allowed=child is not None,
            request_id=caller.request_id,
        )
        if child is None:
            return not_insured()
        if missing(Process.DIRECT_BILLING, consents.standing(session, child.member_id)):
            return unconsented()
        letter = desk.letter(session, body.guarantee or "")
        visit = _visit(body, child, hospital, letter)
        return eligibility(desk.desk_facts(session, visit, letter=letter, item=body.item))


def visit_checked(
    session: Session, caller: Caller, body: VisitBody, received_at: datetime, case_number: str | None
) -> Checked:
    """The visit as a case takes it; ProblemError names every field that is wrong."""
    hospital, child = asked_hospital(session, caller, body.hospital), _child(session, body)
    documents = papers(session, caller, body.documents, case_number)
    errors = [*wrong((hospital,)), *wrong(documents)]
    if child is None:
        errors.append(FieldError("card_number", NO_SUCH_CARD))
    if body.on != shanghai_date(received_at):
        errors.append(FieldError("on", f"a visit is opened on its day, {shanghai_date(received_at)}"))
    if body.encounter is EncounterType.INPATIENT:
        errors.append(FieldError("encounter", "a stay begins with POST /api/v1/admissions"))
    if errors or child is None or isinstance(hospital, FieldError):
        raise problems.invalid(*errors)
    letter = desk.letter(session, body.guarantee or "")
    visit = _visit(body, child, hospital, letter)
    return Checked(visit=visit, language=body.language, documents=_held(documents))


def admission_checked(
    session: Session, caller: Caller, body: AdmissionBody, received_at: datetime, case_number: str | None
) -> Checked:
    """The admission as a case takes it: child, policy and diagnoses are those of the letter."""
    hospital, letter = asked_hospital(session, caller, body.hospital), desk.letter(session, body.guarantee)
    documents = papers(session, caller, body.documents, case_number)
    errors = [*wrong((hospital,)), *wrong(documents)]
    promise = letter.promise if letter else None
    if letter is None or promise is None or letter.hospital_code != hospital:
        errors.append(FieldError("guarantee", NO_SUCH_LETTER))
    today = shanghai_date(received_at)
    if not today - ADMITTED_WITHIN <= body.admitted_on <= today:
        errors.append(FieldError("admitted_on", f"is not between {today - ADMITTED_WITHIN} and {today}"))
    if errors or letter is None or promise is None or isinstance(hospital, FieldError):
        raise problems.invalid(*errors)
    visit = VisitRequest(
        member_id=str(letter.member_id),
        policy_id=str(letter.policy_id),
        hospital_id=hospital,
        department=body.department,
        department_name=body.department_name or "",
        encounter=EncounterType.INPATIENT,
        on=body.admitted_on,
        expected=promise.ceiling,
        guarantee=promise.number,
        authorization=letter.case_number,
    )
    return Checked(visit=visit, language=body.language, documents=_held(documents))


def start(beginning: Beginning, asked: Checked) -> Opening[DirectBillingCase]:
    """The case as nothing has happened to it."""
    visit = asked.visit
    case = DirectBillingCase(
        **beginning.fields,
        language=asked.language,
        subject=ClaimSubject(
            member_id=visit.member_id,
            policy_id=visit.policy_id,
            hospital_code=visit.hospital_id,
            authorized_by=(visit.authorization,) if visit.authorization else (),
        ),
        visit=visit,
        documents=asked.documents,
    )
    return Opening(case=case, opener=beginning.caller.actor)


def _child(session: Session, body: CardBody) -> InsuredMember | None:
    return desk.insured_by_card(session, body.card_number, body.identity_kind, body.identity_number)


def _visit(body: CardBody, child: InsuredMember, hospital: str, letter: Letter | None) -> VisitRequest:
    """A letter that is not the child's covers nothing, and its case hears nothing of the visit."""
    fits = letter is not None and letter.member_id == child.member_id and letter.hospital_code == hospital
    diagnoses: tuple[Coded, ...] = ()
    name = ""
    if isinstance(body, VisitBody):
        diagnoses, name = tuple(each.coded() for each in body.diagnoses), body.department_name or ""
    return VisitRequest(
        member_id=str(child.member_id),
        policy_id=str(child.policy_id),
        hospital_id=hospital,
        department=body.department,
        department_name=name,
        encounter=body.encounter,
        on=body.on,
        expected=body.expected,
        appointment=body.appointment,
        diagnoses=diagnoses,
        guarantee=letter.promise.number if letter and letter.promise and fits else "",
        authorization=letter.case_number if letter and fits else "",
    )


def _held(documents: list[AttachedDocument | FieldError]) -> tuple[AttachedDocument, ...]:
    return tuple(each for each in documents if isinstance(each, AttachedDocument))
