"""What a policy grants for its year: limits and deductibles as plan, options and schedule state them."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from models.plan_version import PlanVersion as PlanRow
from models.policy import Policy
from rules.catalogue.plan import PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.catalogue.schedule import Schedule
from rules.vocabulary import Benefit
from stores.benefits import accounts, plans
from stores.benefits.accounts import PolicyYear, YearBalances
from stores.database import driver_connection


def open_policy_year(session: Session, policy_id: UUID, on: date | None = None) -> YearBalances:
    """Open the accounts of a policy's year with the terms of a day, or of its first; safe to repeat.

    What neither plan nor schedule states has no account: money cannot be held against it.
    LookupError: no such policy. ValueError: more was used than the terms allow.
    """
    policy = session.get(Policy, policy_id)
    if policy is None:
        raise LookupError(f"there is no policy {policy_id}: import it first")
    limits, deductibles = granted(session, policy, on or policy.effective_on)
    year = PolicyYear(
        member_id=policy.member_id,
        policy_id=policy.id,
        starts_on=policy.effective_on,
        ends_on=policy.expires_on,
        limits=limits,
        deductibles=deductibles,
    )
    return accounts.open_year(driver_connection(session), year)


def granted(session: Session, policy: Policy, on: date) -> tuple[dict[Benefit, int], dict[Benefit, int]]:
    """Limits and deductibles (fen) by account; ValueError for a schedule that makes no sense."""
    schedule = Schedule.from_mapping(policy.schedule)
    terms = effective_terms(_plan(session, policy, schedule), schedule, tuple(policy.options), on)
    benefits = dict.fromkeys(terms.by_encounter.values())
    limits = {
        benefit.limit_account: benefit.limit.value for benefit in benefits if benefit.limit.value is not None
    }
    deductibles = {
        benefit.deductible_account: benefit.deductible.value
        for benefit in benefits
        if benefit.deductible_account is not None and benefit.deductible.value is not None
    }
    return limits, deductibles


def _plan(session: Session, policy: Policy, schedule: Schedule) -> PlanVersion:
    """The plan of the policy; where that is only a family of plans, the one that the schedule names."""
    plan = plans.terms(session.get_one(PlanRow, policy.plan_version_id))
    if schedule.plan in plan.resolve_to:
        return plans.terms(plans.on_sale(session, schedule.plan, policy.effective_on))
    return plan
