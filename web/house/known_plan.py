"""A plan version as it is read in the house: what it says on a day, or what differs from another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from models.plan_version import PlanVersion as PlanRow
from rules.catalogue.difference import Change, changes
from rules.catalogue.plan import PlanVersion
from rules.catalogue.portrait import portrait
from rules.catalogue.statements import Statement
from stores.benefits.plans import terms
from stores.house import terms_in_use
from web import problems


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlan:
    """A version: all that it says, or, beside another one, what changed since that one."""

    row: PlanRow
    plan: PlanVersion
    other: PlanRow | None
    statements: Sequence[Statement]
    changes: Sequence[Change]


def known_plan(session: Session, plan_id: UUID, against: UUID | None, on: date) -> KnownPlan:
    """A version as of a day. ProblemError: it, or the one that it is held against, is not there."""
    row = _row(session, plan_id)
    other = _row(session, against) if against else None
    plan = terms(row)
    return KnownPlan(
        row=row,
        plan=plan,
        other=other,
        statements=() if other else tuple(portrait(plan, on)),
        changes=tuple(changes(terms(other), plan, on)) if other else (),
    )


def _row(session: Session, plan_id: UUID) -> PlanRow:
    found = terms_in_use.plan(session, plan_id)
    if found is None:
        raise problems.not_found("This plan version")
    return found
