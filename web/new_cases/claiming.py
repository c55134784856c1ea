"""What of a family's claim only the database can check, and the case that it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from rules.cases import AttachedDocument
from rules.china_time import shanghai_date
from rules.claims.case import ClaimSubject
from rules.opening import Opening
from rules.payments.values import NewAccount
from rules.reimbursement.case import ReimbursementCase
from stores.casework.claim_files import household
from stores.cover import insured
from stores.cover.insured import InsuredMember
from web import problems
from web.access import Caller
from web.api.bodies.reimbursement_body import ReimbursementBody
from web.new_cases.opening import Beginning
from web.new_cases.papers import papers, wrong
from web.new_cases.request_check import insured_child
from web.problems import FieldError


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A claim whose every reference stands."""

    body: ReimbursementBody
    member_id: str
    policy_id: str
    payee: str
    documents: tuple[AttachedDocument, ...]


def checked(
    session: Session,
    caller: Caller,
    body: ReimbursementBody,
    received_at: datetime,
    case_number: str | None,
) -> Checked:
    """The claim as a case takes it; ProblemError names every field that is wrong."""
    child = insured_child(session, caller, body.member_number, body.policy_number)
    documents = papers(session, caller, body.documents, case_number)
    errors = [
        *wrong((child,)),
        *_hospital(session, body),
        *_signature(body, received_at),
        *_claim(caller, body, received_at),
        *wrong(documents),
    ]
    if errors or not isinstance(child, InsuredMember):
        raise problems.invalid(*errors)
    return Checked(
        body=body,
        member_id=str(child.member_id),
        policy_id=str(child.policy_id),
        payee=_payee(session, caller, child.member_id),
        documents=tuple(each for each in documents if isinstance(each, AttachedDocument)),
    )


def start(beginning: Beginning, asked: Checked) -> Opening[ReimbursementCase]:
    """The case as nothing has happened to it."""
    body, written = asked.body, asked.body.claim
    case = ReimbursementCase(
        **beginning.fields,
        language=body.language,
        subject=ClaimSubject(
            member_id=asked.member_id, policy_id=asked.policy_id, hospital_code=body.hospital or ""
        ),
        claim=written.claim() if written else None,
        documents=asked.documents,
        form_signed_on=body.form_signed_on,
        until_on=written.until_on if written else None,
        accident=bool(written and written.accident),
        paper_originals=bool(written and written.paper_originals),
    )
    return Opening(case=case, opener=beginning.caller.actor, account=_account(asked))


def _account(asked: Checked) -> NewAccount | None:
    named = asked.body.account
    if named is None:
        return None
    return NewAccount(
        party=asked.payee,
        holder=named.holder,
        number=named.number,
        bank=named.bank,
        bank_code=named.bank_code or "",
    )


def _payee(session: Session, caller: Caller, member_id: UUID) -> str:
    """The guardian who claims, else the child's primary one; of age the insured (L-26, L-28)."""
    guardian = household(session, member_id, caller.reference).guardian_id
    return f"guardian:{guardian}" if guardian else f"member:{member_id}"


def _hospital(session: Session, body: ReimbursementBody) -> Iterator[FieldError]:
    described = body.claim is not None and body.claim.provider is not None
    if body.hospital is None and body.claim is not None and not described:
        yield FieldError("hospital", "is missing: name the hospital by its code")
    if body.hospital is not None and not insured.hospital_exists(session, body.hospital):
        yield FieldError("hospital", f"{body.hospital} is not the code of a hospital")
    if body.hospital is not None and described:
        yield FieldError("claim.provider", "is for a hospital without a code: leave one of the two out")


def _signature(body: ReimbursementBody, received_at: datetime) -> Iterator[FieldError]:
    signed, today = body.form_signed_on, shanghai_date(received_at)
    if body.claim is not None and signed is None:
        yield FieldError("form_signed_on", "is missing: a guardian signs the claim form")
    if signed is not None and signed > today:
        yield FieldError("form_signed_on", f"{signed} is after today, {today}")


def _claim(caller: Caller, body: ReimbursementBody, received_at: datetime) -> Iterator[FieldError]:
    if body.claim is None:
        return
    yield from body.claim.mistakes("claim.", by_staff=caller.is_staff)
    today = shanghai_date(received_at)
    if body.claim.on > today:
        yield FieldError("claim.on", f"{body.claim.on} is after today, {today}: claim what was paid")
