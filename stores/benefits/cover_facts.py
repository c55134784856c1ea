"""What a request is judged by, as the tables know it now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, and_, cast, or_, select
from sqlmodel import Session, col

from models.hospital import Hospital
from models.member import Member
from models.network_membership import NetworkMembership
from models.plan_version import PlanVersion as PlanRow
from models.policy import Policy
from rules.calendar import WorkingCalendar
from rules.catalogue.plan import PlanVersion
from rules.catalogue.schedule import Schedule
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.facts import Balances, HospitalFacts, Membership, PolicyFacts, RequestFacts
from rules.preauthorization.values import TreatmentRequest
from stores.cover.parties import PartyMissingError


def request_facts(session: Session, case: PreAuthorizationCase, calendar: WorkingCalendar) -> RequestFacts:
    """Policy, plan and hospital of the request on its planned day; what the year has spent comes apart.

    PartyMissingError: the request names a policy or hospital that no row holds.
    """
    facts = care_facts(session, case.request, case.opened_at, calendar)
    documents = tuple(document.kind for document in case.documents)
    return replace(facts, documents=documents, redirected=case.redirected)


def care_facts(
    session: Session, request: TreatmentRequest, received_at: datetime, calendar: WorkingCalendar
) -> RequestFacts:
    """The same for care that is asked for by whatever process."""
    policy, plan = _policy(session, UUID(request.policy_id))
    return RequestFacts(
        request=request,
        received_at=received_at,
        plan=plan,
        policy=policy,
        hospital=hospital_on(session, request.hospital_id, request.planned_on),
        balances=Balances(),
        calendar=calendar,
    )


def plan_of_policy(session: Session, policy_id: UUID) -> PlanVersion:
    """The terms that count for a policy. PartyMissingError: there is none of that id."""
    return _policy(session, policy_id)[1]


def _policy(session: Session, policy_id: UUID) -> tuple[PolicyFacts, PlanVersion]:
    """The policy, under the plan that it was sold with, or that its schedule names instead of a card name."""
    row = session.execute(
        select(Policy, col(Member.born_on), cast(col(PlanRow.content), Text))
        .join(Member, col(Member.id) == col(Policy.member_id))
        .join(PlanRow, col(PlanRow.id) == col(Policy.plan_version_id))
        .where(col(Policy.id) == policy_id)
    ).one_or_none()
    if row is None:
        raise PartyMissingError(f"there is no policy {policy_id}: import it before a case names it")
    policy, born_on, content = row
    facts = PolicyFacts(
        member_id=str(policy.member_id),
        member_born_on=born_on,
        effective_on=policy.effective_on,
        expires_on=policy.expires_on,
        purchase=policy.purchase,
        options=tuple(policy.options),
        schedule=Schedule.from_mapping(policy.schedule),
        status=policy.status,
        terminated_on=policy.terminated_on,
    )
    plan = _plan(content)
    return facts, _named_by_the_schedule(session, facts, plan) or plan


def _named_by_the_schedule(session: Session, policy: PolicyFacts, card: PlanVersion) -> PlanVersion | None:
    """Of a card that fits several plans, the one bought; None where the schedule does not say (A-01)."""
    if policy.schedule.plan not in card.resolve_to:
        return None
    content = session.execute(
        select(cast(col(PlanRow.content), Text)).where(
            col(PlanRow.code) == policy.schedule.plan,
            col(PlanRow.in_force_from) <= policy.effective_on,
            or_(col(PlanRow.in_force_to).is_(None), col(PlanRow.in_force_to) >= policy.effective_on),
        )
    ).scalar_one_or_none()
    return _plan(content) if content else None


@lru_cache(maxsize=64)
def _plan(content: str) -> PlanVersion:
    """Terms of a plan version; terms that policies were sold with never change, so each is read once."""
    return PlanVersion.from_json(content)


def hospital_on(session: Session, code: str, on: date) -> HospitalFacts:
    """A hospital with what it is to every list on the day. PartyMissingError: no row holds it."""
    holds = and_(
        col(NetworkMembership.hospital_code) == col(Hospital.code),
        col(NetworkMembership.from_on) <= on,
        or_(col(NetworkMembership.to_on).is_(None), col(NetworkMembership.to_on) >= on),
    )
    listed = select(Hospital, NetworkMembership).outerjoin(NetworkMembership, holds)
    rows = session.execute(listed.where(col(Hospital.code) == code)).all()
    if not rows:
        raise PartyMissingError(f"there is no hospital {code}: import it before a case names it")
    found: Hospital = rows[0][0]
    return HospitalFacts(
        code=found.code,
        name=found.name,
        brand=found.brand,
        ownership=found.ownership,
        grade=found.grade,
        group=found.copay_group,
        memberships=_memberships(rows),
    )


def _memberships(rows: Sequence[Row[Any, Any]]) -> tuple[Membership, ...]:
    return tuple(
        Membership(network_list=listed.network_list, kind=listed.kind, benefit=listed.benefit)
        for _, listed in rows
        if listed is not None
    )
