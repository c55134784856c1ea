"""Which insurers somebody works for, and a transaction that sees no other's rows."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

_BOUND = """
    SELECT person.id AS staff_id, own.insurer_code FROM staff AS person
    JOIN works_for AS own ON (own.kind, own.subject) = ('PERSON', person.account)
        OR ((own.kind, own.subject) = ('TEAM', person.team) AND NOT EXISTS (
            SELECT FROM works_for AS nearer WHERE (nearer.kind, nearer.subject) = ('PERSON', person.account)))
"""
INSURERS_OF_STAFF = f"SELECT bound.insurer_code FROM ({_BOUND}) AS bound WHERE bound.staff_id = staff.id"  # noqa: S608  (a constant)
"""Codes of the insurers that the ``staff`` of the statement around it works for; none means all."""
_NOT_FOR_CASE = text(
    f"""
    SELECT staff_id FROM ({_BOUND}) AS bound GROUP BY staff_id
    HAVING NOT coalesce(bool_or(insurer_code = (
        SELECT policy.insurer_code FROM cases JOIN policy ON policy.id = cases.policy_id
        WHERE cases.case_number = :case_number)), false)
    """  # noqa: S608  (a constant)
)
_SEE_ONLY = text("SELECT set_config('lipei.insurers', CAST(CAST(:codes AS text[]) AS text), true)")


def not_for_case(session: Session, case_number: str) -> frozenset[UUID]:
    """Staff who work for other insurers than that of a case, and so do not see it."""
    return frozenset(session.scalars(_NOT_FOR_CASE, {"case_number": case_number}))


def see_only(session: Session, insurers: Collection[str]) -> None:
    """Show this transaction nothing of other insurers: the database leaves their rows out."""
    session.execute(_SEE_ONLY, {"codes": sorted(insurers)})
