"""Prices a claim outside any case by the accounts as they stand now. Nothing of it is recorded."""

from dataclasses import dataclass

from sqlmodel import Session

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.provider import provider_of
from rules.adjudication.result import AdjudicationResult
from rules.permissions import Action
from rules.vocabulary import Benefit, PolicyStatus
from stores.benefits.claim_facts import ClaimFacts, Occasion, claim_facts
from stores.benefits.cover_facts import hospital_on
from stores.casework import case_queries
from stores.cover.insured import InsuredMember
from stores.database import driver_connection
from stores.trust import access_log
from web import problems
from web.access import Caller
from web.api.bodies.quote_body import QuoteBody
from web.backend import Backend
from web.new_cases.papers import wrong
from web.new_cases.request_check import asked_hospital, insured_child
from web.problems import FieldError


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What the claim would come to; ``year_version`` is that of the accounts it was priced by."""

    result: AdjudicationResult
    year_version: int | None
    policy_pending: bool


def quote(backend: Backend, caller: Caller, body: QuoteBody) -> Quote:
    """The price for a child that the caller may ask about; ProblemError names every field that is wrong."""
    with backend.session() as session:
        hospital = asked_hospital(session, caller, body.hospital)
        child = insured_child(session, caller, body.member_number, body.policy_number)
        known = isinstance(child, InsuredMember) and _is_theirs(session, caller, child)
        access_log.write(
            session,
            caller.actor,
            Action.QUOTE,
            subject=str(child.member_id) if isinstance(child, InsuredMember) else None,
            allowed=known,
            request_id=caller.request_id,
        )
        if isinstance(hospital, str) and isinstance(child, InsuredMember) and known:
            return _priced(session, body, hospital, child)
    if caller.hospital_code is None:
        raise problems.invalid(*wrong((child, hospital)))
    if isinstance(hospital, FieldError):
        raise problems.invalid(hospital)
    raise problems.not_found("This child")


def _is_theirs(session: Session, caller: Caller, child: InsuredMember) -> bool:
    """Whether a hospital treats the child: it has a case there. Families and staff were asked before.

    Numbers are soon known, and a price tells what is left of a limit. Who comes for the first time shows the
    card, which `POST /api/v1/eligibility` answers.
    """
    return caller.hospital_code is None or case_queries.has_case_of(session, caller.sight, child.member_id)


def _priced(session: Session, body: QuoteBody, hospital_code: str, child: InsuredMember) -> Quote:
    connection = driver_connection(session)
    hospital = hospital_on(session, hospital_code, body.on)
    assert child.policy_id is not None  # a child without a policy is a field error
    facts = claim_facts(connection, Occasion(policy_id=child.policy_id, on=body.on, facility=hospital.name))
    provider = provider_of(hospital, facts.plan, _account(facts, body), body.on, body.department)
    result = adjudicate(facts.plan, facts.policy, facts.before, body.claim(provider))
    return Quote(
        result=result,
        year_version=facts.year.version if facts.year else None,
        policy_pending=facts.status is PolicyStatus.PENDING,
    )


def _account(facts: ClaimFacts, body: QuoteBody) -> Benefit:
    """The account that decides which network list counts; care without terms goes to a person anyway."""
    benefit = facts.terms.by_encounter.get(body.encounter)
    return benefit.limit_account if benefit else Benefit.OUTPATIENT_EMERGENCY
