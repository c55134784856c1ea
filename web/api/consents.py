"""`/api/v1/members/{member_number}`: what a family allows, and what its plan gives beside the cover."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from rules.catalogue.value_added import ValueAdded, services_of, shipped_services
from rules.consents import ConsentNeed, ConsentRecipient, needed_by
from rules.permissions import Action
from rules.vocabulary import ConsentPurpose
from stores.casework import family_requests
from stores.casework.claim_files import household
from stores.cover import insured
from stores.trust import consents
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, View
from web.backend import Backend, Uses
from web.families.consent_told import Told, tell_cases
from web.families.members import known_member

router = APIRouter(prefix="/api/v1/members", tags=["Families"])

MemberNumber = Annotated[Code, Path(description="Number on the child's card", examples=["M2025000001"])]
EXAMPLE = {"purpose": "MEDICAL_RECORDS", "recipient": "HOSPITAL", "form_version": "2026-1"}
WITHDRAWAL_EXAMPLE = {"purpose": "MEDICAL_RECORDS", "recipient": "HOSPITAL"}


class WithdrawalBody(Sent):
    """Which consent."""

    purpose: ConsentPurpose
    recipient: ConsentRecipient

    @property
    def need(self) -> ConsentNeed:
        """The consent that is meant."""
        return ConsentNeed(self.purpose, self.recipient)


class ConsentBody(WithdrawalBody):
    """What the guardian allows, on which form."""

    form_version: Code


class ConsentView(View):
    """One consent; it stands until it is withdrawn."""

    purpose: ConsentPurpose
    recipient: str
    form_version: str
    given_at: datetime
    withdrawn_at: datetime | None


Views = tuple[ConsentView, ...]


class ServiceView(View):
    """A service that draws on no limit; ``entry`` where Lipei takes no request for it."""

    service: ValueAdded
    name: str
    name_en: str
    places: tuple[str, ...]
    entry: str | None


@router.get("/{member_number}/consents", operation_id="listConsents", summary="Read what a family allowed")
def list_consents(
    member_number: MemberNumber,
    caller: Annotated[Caller, Depends(Permission(Action.READ_CONSENTS))],
    backend: Uses,
) -> tuple[ConsentView, ...]:
    """Each with purpose, recipient and form; withdrawn ones too."""
    with backend.session() as session:
        member_id = known_member(session, caller, member_number, Action.READ_CONSENTS)
        return _consents(session, member_id)


@router.post("/{member_number}/consents", operation_id="giveConsent", summary="Allow a use of data")
async def give_consent(
    member_number: MemberNumber,
    body: Annotated[ConsentBody, Body(openapi_examples={"records": {"value": EXAMPLE}})],
    caller: Annotated[Caller, Depends(Permission(Action.GIVE_CONSENT))],
    backend: Uses,
) -> tuple[ConsentView, ...]:
    """By the guardian, or from a signed form by the intake. Giving it twice changes nothing (L-29).

    Open cases that need it hear of it, and go on.
    """
    told, views = await run_in_threadpool(_give, backend, caller, member_number, body)
    await tell_cases(backend, told, stands=True)
    return views


@router.post(
    "/{member_number}/consents/withdrawal", operation_id="withdrawConsent", summary="Take a consent back"
)
async def withdraw_consent(
    member_number: MemberNumber,
    body: Annotated[WithdrawalBody, Body(openapi_examples={"records": {"value": WITHDRAWAL_EXAMPLE}})],
    caller: Annotated[Caller, Depends(Permission(Action.GIVE_CONSENT))],
    backend: Uses,
) -> tuple[ConsentView, ...]:
    """At any time. New requests that need it are not taken in; in open ones nothing more is decided.

    They wait for the family, or for a supervisor who says what the law demands all the same; and nothing new
    is told to a hospital. What was done before stays. A repeat changes nothing.
    """
    told, views = await run_in_threadpool(_withdraw, backend, caller, member_number, body)
    await tell_cases(backend, told, stands=False)
    return views


@router.get(
    "/{member_number}/policies/{policy_number}/services",
    operation_id="listServices",
    summary="Read which services a plan gives beside its cover",
)
def list_services(
    member_number: MemberNumber,
    policy_number: Annotated[Code, Path(examples=["2607-STD-1"])],
    caller: Annotated[Caller, Depends(Permission(Action.READ_SERVICES))],
    backend: Uses,
) -> tuple[ServiceView, ...]:
    """None of them ever touches a limit or a counter (R-072)."""
    with backend.session() as session:
        known_member(session, caller, member_number, Action.READ_SERVICES)
        found = insured.find_insured(session, member_number, policy_number)
        if found is None or found.policy_id is None:
            raise problems.not_found("This policy of the child")
        services = services_of(family_requests.plan_code(session, found.policy_id))
    terms = shipped_services()
    return tuple(
        ServiceView(
            service=service,
            name=terms[service].name.zh,
            name_en=terms[service].name.en,
            places=terms[service].places,
            entry=entry.zh if (entry := terms[service].entry) else None,
        )
        for service in services
    )


def _give(backend: Backend, caller: Caller, number: str, body: ConsentBody) -> tuple[Told, Views]:
    with backend.session() as session:
        member_id = known_member(session, caller, number, Action.GIVE_CONSENT)
        guardian = household(session, member_id, caller.reference).guardian_id
        if not guardian:
            raise problems.not_found("A guardian of this child")
        consents.give(
            session,
            member_id,
            UUID(guardian),
            body.need,
            form_version=body.form_version,
            at=backend.clock.now(),
        )
        return _told(session, member_id, body), _consents(session, member_id)


def _withdraw(backend: Backend, caller: Caller, number: str, body: WithdrawalBody) -> tuple[Told, Views]:
    with backend.session() as session:
        member_id = known_member(session, caller, number, Action.GIVE_CONSENT)
        stood = consents.withdraw(session, member_id, body.need, at=backend.clock.now())
        if not stood and consents.newest(session, member_id, body.need) is None:
            raise problems.not_found("Such a consent that stands")
        return _told(session, member_id, body), _consents(session, member_id)


def _told(session: Session, member_id: UUID, body: WithdrawalBody) -> Told:
    newest = consents.newest(session, member_id, body.need)
    assert newest is not None
    cases = family_requests.open_cases(session, member_id, needed_by(body.need))
    return Told(need=body.need, since=newest.withdrawn_at or newest.given_at, cases=tuple(cases))


def _consents(session: Session, member_id: UUID) -> Views:
    return tuple(ConsentView.model_validate(each) for each in consents.of_member(session, member_id))
